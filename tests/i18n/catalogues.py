# SPDX-License-Identifier: GPL-3.0-or-later
"""What the checks of the translations share: the catalogues, and the words that are wrong in them."""
import os
import re
import struct
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PO = os.path.join(ROOT, "po")

PLURALS = {"sv": "nplurals=2; plural=(n != 1);", "zh_CN": "nplurals=1; plural=0;"}

# Words that are wrong wherever they stand, with what is meant instead.
AVOID = {
    "sv": {
        r"\b[Bb]iljett": "ärende",
        r"genomsök": "skanning",
        r"[Åå]tgärdsförfrågan": "åtgärdsbegäran",
        r"\bDra tillbaka\b": "Återkalla",
        r"\b[Jj]ustering": "motivering",
        r"\b[Ff]örhandsvisning": "förhandsgranskning",
        r"\b[Ii]nställningar för preferenser": "inställningar",
        r"\b[Ee]nhetsreparation": "åtgärdsförlopp för enheter",
    },
    "zh_CN": {
        r"票证": "工单",
        r"首选项": "设置",
        r"注释": "备注",
        r"公开的?设备": "暴露的设备",
        r"注意必需|注意需要": "需要注意",
        r"(?<!修正)(?<!查看)活动(?!警报)": "修正活动",
        r"[,!?](?=[\u4e00-\u9fff])": "full-width punctuation",
        r"[\u4e00-\u9fff][A-Za-z0-9%]": "a space between Chinese and Latin",
        r"(?<!%)(?<!\$)[A-Za-z0-9][\u4e00-\u9fff]|%[dsu][台个项天组位]": "a space between Latin and Chinese",
    },
}

# What a sentence with the English has to contain; Swedish bends its words, so only their stems.
WITHIN = {
    "sv": {
        r"remediation activit": r"[Åå]tgärdsaktivitet",
        r"security task": r"[Ss]äkerhetsuppgift",
        r"device group": r"[Ee]nhetsgrupp",
        r"due date": r"[Ff]örfallodatum",
        r"access token": r"[Åå]tkomsttoken",
        r"sample data": r"[Ee]xempeldata",
        r"IT administrator": r"IT-administratör",
        r"exposed device": r"[Ee]xponerad",
        r"vulnerabilit": r"[Ss]årbar|[Ss]äkerhetsrisker",
        r"exploited in the wild": r"[Uu]tnyttjas aktivt",
        r"nothing changes on any device": r"[Ii]ngenting ändras på någon enhet",
        r"activities in progress": r"[Pp]ågående|pågår",
        r"exposure score": r"[Ee]xponeringspoäng",
        r"change due date": r"[Ää]ndra förfallodatum",
        r"retention period": r"[Kk]varhållningstid",
    },
    "zh_CN": {
        r"remediation activit": r"修正活动",
        r"security task": r"安全任务",
        r"device group": r"设备组",
        r"due date": r"截止日期",
        r"access token": r"访问令牌",
        r"sample data": r"示例数据",
        r"IT administrator": r"IT 管理员",
        r"exposed device": r"暴露",
        r"vulnerabilit": r"漏洞",
        r"ticket": r"工单",
        r"exception": r"例外",
        r"exploited in the wild": r"在野利用",
        r"nothing changes on any device": r"不会更改任何设备",
        r"activities in progress": r"进行中",
        r"exposure score": r"暴露分数",
        r"change due date": r"更改截止日期",
        r"retention period": r"保留期",
    },
}


def run(*command):
    """Returns status and output of a command, in English."""
    environment = dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE="en")
    result = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    return result.returncode, result.stdout


def languages():
    """The languages of po/LINGUAS."""
    with open(os.path.join(PO, "LINGUAS"), encoding="utf-8") as file:
        return [line.strip() for line in file if line.strip() and not line.startswith("#")]


def entries(path, folder):
    """Yields context, English, its plural or None, all forms of the translation of each message."""
    mo = os.path.join(folder, os.path.basename(path) + ".mo")
    if run("msgfmt", "-o", mo, path)[0] != 0:
        return
    with open(mo, "rb") as file:
        data = file.read()

    # https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html
    def text(table, index):
        length, offset = struct.unpack_from("=2I", data, table + 8 * index)
        return data[offset:offset + length].decode()

    count, originals, translations = struct.unpack_from("=3I", data, 8)
    for index in range(count):
        key, _, plural = text(originals, index).partition("\0")
        context, _, english = key.rpartition("\x04")
        if english:
            yield context, english, plural or None, text(translations, index).split("\0")


def catalogue(path, folder):
    """Yields context, English, index of the plural form, translation of each message of a .po file."""
    for context, english, _, forms in entries(path, folder):
        for index, translation in enumerate(forms):
            yield context, english, index, translation


def bare(text):
    """A message without what a menu or a dialog adds to the term: mnemonic, dots."""
    return re.sub(r"\(_[A-Z]\)|_|…$", "", re.sub(r"\(_[A-Z]\)…$", "", text)).strip()


def plain(text):
    """A message as it is compared with a term: whatever apostrophe, placeholder, full stop at its end."""
    text = re.sub(r"%(?:\d\$)?[a-z]", "%s", bare(text).replace("’", "'"))
    return text.rstrip(".。")


def comments(path):
    """Returns what translators are told of each message of a file: context, English → comment."""
    told = {}
    with open(path, encoding="utf-8") as file:
        blocks = file.read().split("\n\n")
    for block in blocks:
        words, name = {"msgctxt": "", "msgid": ""}, None
        for line in block.splitlines():
            found = re.match(r'(?:(\w+)(?:\[\d\])? )?"(.*)"$', line)
            if found:
                name = found[1] or name
                words[name] = words.get(name, "") + found[2]
        if words["msgid"]:
            # The lines of a comment in C begin with an asterisk.
            comment = " ".join(re.findall(r"^#\. *(?:\* )?(.*)$", block, re.M))
            told[words["msgctxt"], words["msgid"]] = " ".join(comment.split())
    return told


def missing(po, pot):
    """Yields what a catalogue lacks of the messages of a template, and what is fuzzy or left over."""
    for what, option in (
        ("untranslated", "--untranslated"),
        ("fuzzy", "--only-fuzzy"),
        ("obsolete", "--only-obsolete"),
    ):
        output = run("msgattrib", "--no-wrap", option, po)[1]
        for message in re.findall(r'^(?:#~ )?msgid "(.+)"$', output, flags=re.MULTILINE):
            yield f"{what}: {message}"
    # msgcmp names what the sources have and the catalogue has not.
    output = run("msgcmp", po, pot)[1]
    with open(pot, encoding="utf-8") as file:
        messages = file.read().splitlines()
    # The line named is the last of an entry: where it is used, context, message.
    for line in re.findall(re.escape(os.path.basename(pot)) + r":(\d+): this message is used", output):
        yield f"not in the catalogue: {' '.join(messages[int(line) - 4:int(line)])}"
    # Of what the catalogue has and the sources have not it only warns.
    with open(po, encoding="utf-8") as file:
        messages = file.read().splitlines()
    for line in re.findall(re.escape(os.path.basename(po)) + r":(\d+): warning: .*not used", output):
        yield f"left over: {' '.join(messages[int(line) - 1:int(line) + 2])}"


def wrong_words(language, english, translation):
    """Yields what breaks the words agreed on within a translation."""
    text = re.sub(r"\(_[A-Z]\)", "", translation)
    for pattern, instead in AVOID[language].items():
        if re.search(pattern, text):
            yield f"{language}: “{translation}”: {instead}"
    for pattern, needed in WITHIN[language].items():
        if re.search(pattern, english, re.I) and not re.search(needed, translation):
            yield f"{language}: “{english}” is “{translation}”, without {needed}"
