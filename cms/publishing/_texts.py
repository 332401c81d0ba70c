"""The first words of the site's own pages. Editors change them in Wagtail; they are never written twice."""

from datetime import date
from typing import Any

# Chinese by nature: content, not interface. Facts and numbers after shared/domain/rules.md, section 2 and 3.
HOME: dict[str, Any] = {
    "title": "江苏专业技术人员继续教育",
    "introduction": "<p>查找高级研修班和继续教育课程，在线报名；查看本人学时，弄清还差多少、差在哪一类、什么时候前完成；查验结业证书。</p>",
}

POLICY: list[dict[str, Any]] = [
    {
        "slug": "order-25",
        "title": "专业技术人员继续教育规定",
        "document_number": "人力资源和社会保障部令第25号",
        "issued_by": "人力资源和社会保障部",
        "in_force_from": date(2015, 10, 1),
        "words": [
            {
                "type": "text",
                "value": "<p>适用于国家机关、企业、事业单位以及社会团体等组织的专业技术人员。以下为要点，以正式文本为准。</p>"
                "<ul><li>继续教育内容分为公需科目和专业科目（第七条）。</li>"
                "<li>每年累计不少于90学时，其中专业科目一般不少于三分之二（第八条）。</li>"
                "<li>参加培训班、研修班或进修班，参加继续教育实践活动，参加远程教育，参加学术会议、学术讲座、学术访问等，以及符合规定的其他方式，计入本人当年学时（第八条）。</li>"
                "<li>学时的具体认定办法由省级人力资源社会保障行政部门制定（第八条）。</li></ul>",
            }
        ],
    },
    {
        "slug": "nanjing-2014",
        "title": "南京市职称申报继续教育学时要求（2022年及以前年度）",
        "document_number": "宁人社〔2014〕55号",
        "issued_by": "南京市人力资源和社会保障局",
        "in_force_before": date(2023, 1, 1),
        "words": [
            {
                "type": "text",
                "value": "<p>以下为职称申报核对学时的要点，以正式文本为准。</p>"
                "<ul><li>申报中级职称的，每年40学时；申报高级职称的，每年72学时。</li>"
                "<li>参加培训的，每天按8学时计算。</li></ul>",
            }
        ],
    },
    {
        "slug": "nanjing-2023",
        "title": "南京市职称申报继续教育学时要求（2023年起）",
        "issued_by": "南京市人力资源和社会保障局",
        "in_force_from": date(2023, 1, 1),
        "replaces": "nanjing-2014",
        "words": [
            {
                "type": "text",
                "value": "<p>以下为职称申报核对学时的要点，以正式文本为准。</p>"
                "<ul><li>每年不少于90学时，其中专业科目不少于60学时。</li>"
                "<li>2022年及以前的年度，按当时的规定核对。</li></ul>",
            }
        ],
    },
]


def _question(asked_by: str, question: str, answer: str) -> dict[str, str]:
    return {"asked_by": asked_by, "question": question, "answer": f"<p>{answer}</p>"}


HELP: dict[str, Any] = {
    "slug": "help",
    "title": "帮助",
    "phone": "96178",
    "words": [
        {
            "type": "questions",
            "value": [
                _question(
                    "PROFESSIONAL",
                    "怎样找到自己的学时？",
                    "用手机号登录，在“我的学时”中填写姓名和证件号码，验证后即可查看本人学时档案。",
                ),
                _question(
                    "PROFESSIONAL",
                    "还差学时怎么办？",
                    "在“我的学时”中点“选课补足”，课程目录只列出来得及、可计入所缺科目的项目，选择班次即可报名。",
                ),
                _question(
                    "PROFESSIONAL",
                    "名额已满还能报名吗？",
                    "可以报名候补。有人取消时，按候补次序自动递补，并以短信或站内提醒告知。",
                ),
                _question(
                    "PROFESSIONAL",
                    "参加培训后多久能看到学时？",
                    "基地确认考勤当日显示“已登记，预计计入”；班次结班后正式登记，并可下载结业证书。",
                ),
                _question(
                    "PROFESSIONAL",
                    "学时登记有误怎么办？",
                    "先点开该条学时查看核算依据；仍有疑问的，请联系办班的继续教育基地，或拨打96178咨询。",
                ),
                _question(
                    "PROFESSIONAL",
                    "没有工作单位可以使用吗？",
                    "可以。自由职业者和非公有制单位人员同样可以报名、登记学时和打印证明，无需单位代办。",
                ),
                _question("", "怎样查验证书？", "打开“证书查验”，填写证书编号和姓名，或扫描证书上的二维码。"),
                _question(
                    "BASE",
                    "怎样申报研修项目？",
                    "登录后进入“项目”，填写申报内容并提交，由所在地主管部门审核；退回的可修改后再次提交。",
                ),
                _question(
                    "BASE",
                    "怎样修改项目页面？",
                    "登录后进入“页面”，编辑文字和图片并提交审核，主管部门通过后即对外公布。学时、类别等立项内容随立项信息自动显示，不在页面上修改。",
                ),
                _question(
                    "EMPLOYER",
                    "怎样推荐本单位人员参加研修？",
                    "班次要求单位推荐的，由本人报名时注明，主管部门和基地核对后录取。",
                ),
                _question(
                    "REGULATOR",
                    "怎样审核基地提交的页面？",
                    "登录后进入“页面审核”，逐页预览后通过，或写明意见退回修改。",
                ),
            ],
        }
    ],
}
