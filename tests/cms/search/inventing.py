"""What may be typed into the search and chosen beside it: field words, wild signs, values that exist and values that do not."""

from hypothesis import strategies as st

from tests.cms.builders import NANJING

TEXTS = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from("统计抽样会计南京直播（）*?+[]{}()|\\/\"'~^&!<->:@#%_ \0\n\t\u200b\ufeff"),
        st.sampled_from("ＡＩaiIC５G"),
    ),
    max_size=300,
)
# As people type: pieces of what is there, glued or apart, with a slip or a wish.
TYPED = st.lists(
    st.sampled_from(
        [
            "会计",
            "准则",
            "会计准则",
            "会记",
            "桥梁",
            "检测",
            "数据",
            "安全",
            "审计",
            "电算化",
            "讲",
            "第3讲",
            "内容",
            "南京",
            "苏州",
            "直播",
            "想学",
            "ＡＩ",
            "会計",
            "烹饪",
            " ",
        ]
    ),
    min_size=1,
    max_size=5,
).map("".join)
_VALUES = st.sets(
    st.one_of(st.sampled_from([NANJING, "2026-12", "1", "live", "weekend", "*"]), st.text(max_size=8)), max_size=3
)
_NAMES = st.one_of(
    st.sampled_from(["kind", "city", "month", "seats", "slot", "fee", "series", "nothing"]), st.text(max_size=5)
)
CHOICES = st.dictionaries(_NAMES, _VALUES, max_size=4)
