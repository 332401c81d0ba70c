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
        "slug": "nanjing-2023",
        "title": "南京市职称申报继续教育学时要求（2023年起）",
        "document_number": "此前适用：宁人社〔2014〕55号",
        "issued_by": "南京市人力资源和社会保障局",
        "in_force_from": date(2023, 1, 1),
        "words": [
            {
                "type": "text",
                "value": "<p>以下为职称申报核对学时的要点，以正式文本为准。</p>"
                "<ul><li>2023年起，每年不少于90学时，其中专业科目不少于60学时。</li>"
                "<li>2022年及以前的年度，按当时的规定核对：申报中级职称的，每年40学时；申报高级职称的，每年72学时。</li></ul>",
            }
        ],
    },
]

HELP: dict[str, Any] = {
    "slug": "help",
    "title": "帮助",
    "phone": "96178",
    "words": [
        {
            "type": "questions",
            "value": [
                {
                    "question": "怎样找到自己的学时？",
                    "answer": "<p>用手机号登录，在“我的学时”中填写姓名和证件号码，验证后即可查看本人学时档案。</p>",
                },
                {
                    "question": "学时登记有误怎么办？",
                    "answer": "<p>先点开该条学时查看核算依据；仍有疑问的，请联系办班的继续教育基地，或拨打96178咨询。</p>",
                },
                {
                    "question": "怎样查验证书？",
                    "answer": "<p>打开“证书查验”，填写证书编号和姓名，或扫描证书上的二维码。</p>",
                },
            ],
        }
    ],
}
