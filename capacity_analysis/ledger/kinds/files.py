"""What can be wrong with a file before any of its cells is read."""

from __future__ import annotations

from .kind import ProblemKind

FILES: dict[str, ProblemKind] = {
    "unreadable_file": ProblemKind(
        "error",
        "文件打不开：不是表格文件，或已损坏。",
        "用Excel或WPS打开后另存为.xlsx文件；也打不开的，请报送单位重新发送（本单位装有加密软件的，先解密）。",
    ),
    "empty_file": ProblemKind(
        "error",
        "文件是空的，没有任何内容。",
        "多半是复制或下载没有完成，重新复制；仍为空的，请报送单位重新发送。",
    ),
    "truncated_file": ProblemKind(
        "error",
        "文件不完整，后一部分丢失了。",
        "多半是下载或拷贝中断，重新下载、拷贝；仍不完整的，请报送单位重新发送。",
    ),
    "encrypted_file": ProblemKind(
        "error",
        "文件设有打开密码，不能读取。",
        "用Excel或WPS输入密码打开，在“文件—信息—保护工作簿”中去掉密码后另存。",
    ),
    "word_document": ProblemKind(
        "error",
        "这是文字文档（Word、WPS文字等），不是表格文件，不能读取。",
        "请报送单位填写下发的.xlsx表；文档中的表格也可以复制到该表中。",
    ),
    "scan": ProblemKind(
        "error",
        "这是PDF、OFD或图片（扫描件），不能读取其中的数。",
        "请报送单位发送.xlsx电子表；盖章的扫描件可另行存档。",
    ),
    "archive": ProblemKind(
        "error",
        "这是压缩包，不会自动解开。",
        "先解压，把里面的表格文件放进文件夹。",
    ),
    "web_page": ProblemKind(
        "error",
        "这是网页或XML文件，只是文件名像表格，不能读取。",
        "用Excel或WPS打开后另存为“Excel工作簿（.xlsx）”，再用新文件。",
    ),
    "plain_text": ProblemKind(
        "error",
        "这是没有分列的文本，不是表格文件。",
        "是表格的，用Excel“数据—从文本/CSV”导入后另存为.xlsx；不是的，移出文件夹。",
    ),
    "zip_bomb": ProblemKind(
        "error",
        "文件解开后异常庞大，为安全起见未读取。",
        "请报送单位把数据复制到新建的工作簿中重新发送；来路不明的文件不要打开。",
    ),
    "too_large_file": ProblemKind(
        "error",
        "文件太大，未读取。",
        "删去图片和不用的工作表，或按年度、部门分成几个文件。",
    ),
    "too_many_cells": ProblemKind(
        "error",
        "工作表“{sheet}”的数据一直延伸到{cell}，范围太大，文件未读取。",
        "按Ctrl+End看看最后一格，删除数据区以外多余的行和列（整行、整列删除），保存后再试。",
    ),
    "wrong_extension": ProblemKind(
        "note",
        "文件扩展名与内容不符，已按内容（{value}）读取。",
        "不影响读取；方便时用Excel或WPS另存为.xlsx文件。",
    ),
    "macros": ProblemKind(
        "note",
        "文件带有宏，本工具不运行宏，只读取保存时的数值。",
        "数值由宏算出的，先在Excel中核对并保存；不需要宏的，另存为.xlsx文件。",
    ),
    "external_links": ProblemKind(
        "note",
        "文件引用了其他文件或数据连接，本工具不去更新，只读取保存时的数值。",
        "核对这些数值；最好在Excel“数据—编辑链接”中断开链接，把公式变成数值。",
    ),
}
