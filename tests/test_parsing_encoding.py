"""Text in any encoding."""

import codecs
import csv
import gzip
from pathlib import Path

import pytest

from support_kpi.errors import UsageError
from support_kpi.parsing import files
from tests.exports import cells, one

ENGLISH = "Ticket,Grade\n1,café\n2,naïve – “quoted” €5\n"
CHINESE = "工单,渠道\n1,电话支持请求已经解决\n2,客户满意度调查结果非常好\n"
JAPANESE = "チケット,チャネル\n1,電話でのお問い合わせありがとうございます\n2,メールによるサポート\n"


def grid(text: str) -> list[list[str]]:
    return [line.split(",") for line in text.splitlines()]


@pytest.mark.parametrize(
    ("text", "written", "told"),
    [
        (ENGLISH, "utf-8", "utf-8"),
        (ENGLISH, "utf-8-sig", "utf-8"),
        (ENGLISH, "utf-16", "utf-16-le"),
        (ENGLISH, "utf-16-le", "utf-16-le"),
        (ENGLISH, "utf-16-be", "utf-16-be"),
        (ENGLISH, "utf-32", "utf-32-le"),
        (ENGLISH, "cp1252", "cp1252"),
        (CHINESE, "utf-8", "utf-8"),
        (CHINESE, "utf-16-le", "utf-16-le"),
        (JAPANESE, "utf-16-be", "utf-16-be"),
        (JAPANESE, "iso2022-jp", "iso2022_jp_ext"),
    ],
)
def test_text_is_read_in_the_encoding_that_it_was_written_in(
    tmp_path: Path, text: str, written: str, told: str
) -> None:
    sheet = one(tmp_path, text.encode(written))
    assert cells(sheet) == grid(text)
    assert sheet.encoding == told


WRITTEN = {
    "pl": (
        "Nie działa drukarka w księgowości",
        "Błąd logowania do systemu",
        "Źle naliczona faktura, Paweł Dąbrowski",
        "Opóźnienie wysyłki paczki",
    ),
    "cs": ("Nefunguje tiskárna v účtárně", "Žádost o obnovení hesla", "Jiří Dvořák, vyřešeno"),
    "ru": ("Не работает принтер", "Прошу сбросить пароль", "Задержка отправки посылки, закрыто"),
    "de": ("Drucker läuft nicht", "Passwort zurücksetzen", "Größe falsch, Jörg Weiß", "gelöst"),
    "fr": ("Mot de passe oublié à l’accueil", "Problème réglé", "Hélène Lefèvre", "Reçu en août"),
    "es": ("La impresora no funciona en recepción", "¿Dónde está mi pedido?", "Begoña Muñoz"),
    "tr": ("Yazıcı çalışmıyor", "Şifre sıfırlama isteği", "Teslimat adresi değişikliği"),
    "el": ("Ο εκτυπωτής δεν λειτουργεί", "Επαναφορά κωδικού", "Σφάλμα σύνδεσης"),
    "he": ("המדפסת לא עובדת", "איפוס סיסמה", "שגיאת התחברות"),
    "zh": ("打印机无法使用", "请重置密码", "登录系统时出现错误", "客户要求退款"),
    "zh-tw": ("印表機無法使用", "請重設密碼", "登入系統時發生錯誤", "客戶要求退款"),
    "ja": ("プリンターが動きません", "パスワードの再設定", "ログイン時にエラーが発生", "対応中"),
    "ko": ("프린터가 작동하지 않습니다", "비밀번호 재설정 요청", "로그인 오류가 발생했습니다"),
}


def export(language: str, rows: int) -> str:
    """Tickets of which some speak the language and most are plain English."""
    texts = WRITTEN[language]
    lines = ["Ticket,Subject,Note"]
    for number in range(rows):
        text = texts[number // 3 % len(texts)] if number % 3 == 0 else "Printer does not work"
        lines.append(f'{number},"{text}",open')
    return "\r\n".join(lines) + "\r\n"


@pytest.mark.parametrize("rows", [10, 300])
@pytest.mark.parametrize(
    ("language", "encoding", "told"),
    [
        ("pl", "cp1250", "cp1250"),
        ("pl", "iso8859-2", "iso8859-2"),
        ("pl", "cp852", "cp852"),
        ("cs", "cp1250", "cp1250"),
        ("ru", "cp1251", "cp1251"),
        ("ru", "koi8-r", "koi8-r"),
        ("ru", "cp866", "cp866"),
        ("de", "cp1252", "cp1252"),
        ("de", "cp850", "cp850"),
        ("fr", "cp1252", "cp1252"),
        ("es", "latin-1", "cp1252"),
        ("es", "cp850", "cp850"),
        ("tr", "cp1254", "cp1254"),
        ("el", "cp1253", "cp1253"),
        ("he", "cp1255", "cp1255"),
        ("zh", "gbk", "gb18030"),
        ("zh", "gb18030", "gb18030"),
        ("zh-tw", "big5", "big5hkscs"),
        ("ja", "cp932", "cp932"),
        ("ja", "euc-jp", "euc-jp"),
        ("ko", "euc-kr", "cp949"),
    ],
)
def test_exports_of_a_language_are_read_in_its_code_page(
    tmp_path: Path, language: str, encoding: str, told: str, rows: int
) -> None:
    text = export(language, rows)
    sheet = one(tmp_path, text.encode(encoding, errors="replace"))
    subjects = [row[1] for row in cells(sheet)]
    written = text.encode(encoding, errors="replace").decode(encoding)
    assert subjects == [row[1] for row in csv.reader(written.splitlines())]
    assert sheet.encoding == told
    assert sheet.notes == ()


@pytest.mark.parametrize(
    ("city", "encoding", "name"),
    [("Łódź", "cp1250", "Windows-1250, Central European"), ("王芳", "gb18030", "GB18030")],
)
def test_a_single_foreign_word_is_read_with_a_warning_that_names_the_encoding(
    tmp_path: Path, city: str, encoding: str, name: str
) -> None:
    sheet = one(tmp_path, f"Ticket,Place\n1,{city}\n2,London\n".encode(encoding))
    assert cells(sheet)[1] == ["1", city]
    [note] = sheet.notes
    assert name in note
    assert "--encoding" in note


def test_the_users_encoding_settles_it(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes("Ticket,Place\n1,Łódź\n".encode("cp1250"))
    for chosen, expected in (("cp1250", "Łódź"), ("Windows-1252", "£ódŸ"), ("cp1251", "Јуdџ")):
        [sheet] = files.sheets(path, tmp_path / "sheets", chosen=chosen)
        assert cells(sheet)[1] == ["1", expected]
        assert sheet.notes == ()


def test_the_users_encoding_holds_in_archives_too(tmp_path: Path) -> None:
    path = tmp_path / "export.csv.gz"
    path.write_bytes(gzip.compress("Ticket,Place\n1,Łódź\n".encode("cp1250")))
    [sheet] = files.sheets(path, tmp_path / "sheets", chosen="windows-1250")
    assert cells(sheet)[1] == ["1", "Łódź"]


def test_bytes_that_the_users_encoding_cannot_read_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(b"Ticket,Place\n1,a\xffb\n")
    [sheet] = files.sheets(path, tmp_path / "sheets", chosen="big5")
    assert cells(sheet)[1] == ["1", "a\ufffdb"]
    assert sheet.notes == ("1 character not readable as big5, shown as \ufffd",)


@pytest.mark.parametrize("chosen", ["klingon", "base64", "undefined", ""])
def test_an_encoding_that_is_none_is_a_wrong_option(tmp_path: Path, chosen: str) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(b"Ticket,Place\n1,here\n")
    if chosen:
        with pytest.raises(UsageError, match="is not a text encoding; name one such as"):
            files.sheets(path, tmp_path / "sheets", chosen=chosen)
    else:
        assert files.sheets(path, tmp_path / "sheets", chosen=chosen)[0].encoding == "utf-8"


def test_one_broken_byte_does_not_change_how_a_large_file_is_read(tmp_path: Path) -> None:
    text = export("zh", 300)
    raw = text.encode("gbk").replace(b"150,", b"150\xff,", 1)
    sheet = one(tmp_path, raw)
    assert sheet.encoding == "gb18030"
    assert cells(sheet)[1][1] == "打印机无法使用"
    assert sheet.notes == (
        "1 character not readable as GB18030, simplified Chinese, shown as \ufffd",
    )


def test_a_byte_order_mark_is_no_part_of_the_first_heading(tmp_path: Path) -> None:
    assert one(tmp_path, codecs.BOM_UTF8 + b"Ticket,Channel\n1,Phone\n").headings[0] == "Ticket"


def test_a_byte_order_mark_inside_a_cell_stays(tmp_path: Path) -> None:
    sheet = one(tmp_path, "Ticket,Score\n1,\ufeff1 (None at all)\n")
    assert cells(sheet)[1] == ["1", "\ufeff1 (None at all)"]


def test_windows_bytes_in_a_utf8_file_are_read_and_told(tmp_path: Path) -> None:
    lines = [b"name,city\n", "a,Köln\n".encode(), "b,Köln\n".encode("cp1252")]
    sheet = one(tmp_path, b"".join([*lines, "c,Zürich and ".encode(), b"M\xfcnchen\n"]))
    assert [row[1] for row in cells(sheet)] == ["city", "Köln", "Köln", "Zürich and München"]
    assert sheet.notes == ("bytes of lines 3, 4 are Windows-1252 in an otherwise UTF-8 file",)


def test_bytes_that_no_encoding_knows_are_kept_apart(tmp_path: Path) -> None:
    sheet = one(tmp_path, b"a,b\n\x81,\x8d\n\xe9,\x90\n")
    assert cells(sheet) == [["a", "b"], ["\x81", "\x8d"], ["é", "\x90"]]


def test_nul_characters_are_removed_and_told(tmp_path: Path) -> None:
    sheet = one(tmp_path, b"Ticket,Channel\n1,Pho\0ne\n2,\0E-mail\n" + b"\0" * 40)
    assert cells(sheet)[1:] == [["1", "Phone"], ["2", "E-mail"]]
    assert sheet.notes == ("42 NUL characters removed",)


def test_a_return_written_twice_makes_no_blank_rows(tmp_path: Path) -> None:
    sheet = one(tmp_path, b'a,b\r\r\n1,"x\r\ny"\r\r\n2,z\r\r\n')
    assert cells(sheet) == [["a", "b"], ["1", "x\r\ny"], ["2", "z"]]
    assert sheet.head_rows == (1, 2, 3)


def test_polish_lines_in_a_utf8_file_are_read_as_such(tmp_path: Path) -> None:
    lines = [f"{number},{text}" for number, text in enumerate(WRITTEN["pl"])]
    raw = "\n".join(["id,text", *lines, *lines]).encode() + b"\n"
    raw += "\n".join(lines).replace(", P", " P").encode("cp1250") + b"\n"
    sheet = one(tmp_path, raw.replace(b", Pa", b" Pa"))
    texts = [row[1] for row in cells(sheet)][1:]
    assert texts == [text.replace(", P", " P") for text in WRITTEN["pl"]] * 3
    assert "Windows-1250" in sheet.notes[0]


def test_exports_glued_together_leave_no_byte_order_marks(tmp_path: Path) -> None:
    first, second = '"Ticket","Place"\n"1","a, b"\n', '"2","c, d"\n'
    raw = codecs.BOM_UTF8 * 2 + first.encode() + codecs.BOM_UTF8 + second.encode()
    assert cells(one(tmp_path, raw)) == [["Ticket", "Place"], ["1", "a, b"], ["2", "c, d"]]


def test_a_file_cut_inside_a_character_keeps_its_last_row(tmp_path: Path) -> None:
    sheet = one(tmp_path, "a,b\n1,é\n2,漢".encode()[:-1])
    assert [row[0] for row in cells(sheet)] == ["a", "1", "2"]
    assert "Windows-1252" in sheet.notes[0]
