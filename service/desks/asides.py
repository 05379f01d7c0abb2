"""What stands in an article and is not of it: photo credits, and links to other articles.

A place that is named there is not one that the article is about. Pure; offsets count characters of the text.
"""

import re

from service.desks.sentences import Span

RELATED = (
    *("Read also", "Read more", "Also read", "Related", "Related stories", "Related articles", "See also"),
    *("More on this story", "À lire aussi", "A lire aussi", "Lire aussi", "Voir aussi", "Sur le même sujet"),
    *("Lesen Sie auch", "Mehr zum Thema", "Lea también", "Lee también", "Ver también", "Te puede interesar"),
    *("Leia também", "Leia mais", "Veja também", "Читайте также", "Читайте ещё", "По теме", "Смотрите также"),
    *("Оқи отырыңыз", "Тағы оқыңыз", "Сондай-ақ оқыңыз", "Тақырыпқа сай", "Ayrıca okuyun", "Bunu da okuyun"),
    *("İlgili haberler", "Shuningdek oʻqing", "Mavzuga oid", "Baca juga", "Xem thêm", "Tin liên quan"),
    *("اقرأ أيضا", "اقرأ أيضًا", "إقرأ أيضا", "اقرأ المزيد", "مواضيع ذات صلة", "بیشتر بخوانید", "مطالب مرتبط"),
    *("یہ بھی پڑھیں", "مزید پڑھیں", "קראו עוד", "קראו גם", "ראו גם", "यह भी पढ़ें", "ये भी पढ़ें", "আরও পড়ুন"),
    *("আরো পড়ুন", "อ่านเพิ่มเติม", "ข่าวที่เกี่ยวข้อง", "延伸阅读", "延伸閱讀", "相关阅读", "相關閱讀", "相关新闻"),
    *("相關新聞", "推荐阅读", "関連記事", "あわせて読みたい", "관련기사", "관련 기사"),
)
CREDITS = (
    *(
        "Photo",
        "Photos",
        "Photo by",
        "Photo credit",
        "Photograph",
        "Picture",
        "Image",
        "Credit",
        "Foto",
        "Fotos",
    ),
    *("Bild", "Bildnachweis", "Crédit", "Crédits", "Crédit photo", "Imagen", "Imagem", "Crédito", "Foto por"),
    *(
        "Фото",
        "Фотография",
        "Сурет",
        "Фотосурет",
        "Fotoğraf",
        "Surat",
        "Ảnh",
        "صورة",
        "الصورة",
        "تصوير",
        "عکس",
    ),
    *(
        "تصویر",
        "צילום",
        "תמונה",
        "फोटो",
        "तस्वीर",
        "ছবি",
        "ภาพ",
        "图片",
        "图片来源",
        "圖片",
        "圖片來源",
        "图源",
    ),
    *("摄影", "攝影", "写真", "撮影", "사진"),
)
HEADLINES = 8
"""Lines under "See also:" that may be headlines of other articles: none of them ends as a sentence does."""
LONGEST = 200
"""Characters of the longest such line, and of the longest credit."""


def _any(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


MARK = re.compile(
    rf"^[ \t>•*-]*(?:{_any(RELATED)})[ \t]*(?:(?P<heading>[:：]?[ \t]*$)|[:：»>→].*$)"
    rf"|^[ \t]*(?:{_any(CREDITS)})[ \t]*[:：©/].{{0,{LONGEST}}}$"
    rf"|[(\[（](?:{_any(CREDITS)})[ \t]*[:：©/][^)\]）\n]{{0,{LONGEST}}}[)\]）]"
    rf"|(?:©|\(c\)|AP Photo/|Getty Images).{{0,{LONGEST}}}$",
    re.MULTILINE | re.IGNORECASE,
)
SENTENCE_ENDS = re.compile(r"[.!?。！？।۔؟…]['\"»”’)\]]*\s*$")


def find(text: str) -> list[Span]:
    """The stretches of `text` that are credits or lead to other articles, in any language."""
    spans = []
    for mark in MARK.finditer(text):
        end = mark.end()
        if mark["heading"] is not None:
            end = _headlines_end(text, end)
        spans.append((mark.start(), end))
    return spans


def _headlines_end(text: str, start: int) -> int:
    """Where the headlines end that follow the line which ends at `start`."""
    end = start
    for line in text[start + 1 : start + HEADLINES * LONGEST].split("\n")[:HEADLINES]:
        if not line.strip() or len(line) > LONGEST or SENTENCE_ENDS.search(line):
            break
        end += len(line) + 1
    return end
