"""Words by which a paragraph about an author is known, language by language."""

import re

_STEMS = {
    "ar": "صحفي|صحافي|مراسل|كاتب|محرر|إعلامي",
    "bn": "সাংবাদিক|প্রতিবেদক|লেখক|সংবাদদাতা",
    "de": r"journalist|korrespondent|reporter|redakteur|autor|kolumnist",
    "en": r"journalist|correspondent|reporter|editor\b|writer|columnist|author\b|analyst",
    "es": r"periodista|corresponsal|reporter|redactor|escritor|columnista|autora?\b",
    "fa": "روزنامه.?نگار|خبرنگار|نویسنده|سردبیر",
    "fr": r"journaliste|correspondant|reporter|rédact(?:eur|rice)|écrivain|chroniqueu|aut(?:rice|eure?\b)",
    "he": "עיתונאי|כתבת?\\b|עורכת?\\b|סופרת?\\b|פרשן",
    "hi": "पत्रकार|संवाददाता|लेखक|लेखिका|संपादक",
    "id": r"jurnalis|wartawan|koresponden|reporter|penulis|redaktur",
    "ja": "ジャーナリスト|記者|特派員|編集者|作家|ライター|コラムニスト",
    "kk": "журналист|тілші|редактор|жазушы|шолушы",
    "ko": "기자|언론인|저널리스트|특파원|편집자|작가|칼럼니스트",
    "ky": "журналист|кабарчы|редактор|жазуучу|баяндамачы",
    "mn": "сэтгүүлч|сурвалжлагч|редактор|зохиолч",
    "pt": r"jornalista|correspondente|repórter|redator|escritor|colunista|autora?\b",
    "ru": "журналист|корреспондент|репорт[её]р|редактор|писател|обозревател|колумнист",
    "tg": "журналист|рӯзноманигор|хабарнигор|муҳаррир|нависанда",
    "th": "นักข่าว|ผู้สื่อข่าว|นักเขียน|บรรณาธิการ|นักหนังสือพิมพ์",
    "tr": r"gazeteci|muhabir|editör|yazar|köşe yazarı",
    "ur": "صحافی|نامہ نگار|مصنف|مدیر|رپورٹر",
    "uz": r"jurnalist|muxbir|muharrir|yozuvchi|журналист|мухбир",
    "vi": "nhà báo|phóng viên|biên tập viên|nhà văn|ký giả",
    "zh": "记者|記者|编辑|編輯|作家|撰稿人|特派员|特派員|专栏|專欄|新闻工作者",
}
TRADES = {language: re.compile(stems, re.IGNORECASE) for language, stems in _STEMS.items()}
"""What people in the trade are, as stems, by language."""

ABOUT = re.compile(
    r"^(?:about the author|à propos de l[’']aut(?:eur|rice)e?|об авторе|автор туралы|автор жөнінде|"
    r"关于作者|關於作者|作者简介|作者簡介|عن الكاتبة?|نبذة عن الكاتبة?|über (?:den Autor|die Autorin)|"
    r"sobre (?:el autor|la autora|o autor|a autora)|"
    r"yazar hakkında|muallif haqida|著者について|tentang penulis|về tác giả)\s*[:：.—–-]?\s*",
    re.IGNORECASE,
)
"""What a newspaper sets before such a paragraph."""
