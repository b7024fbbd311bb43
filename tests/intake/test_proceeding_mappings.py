"""The lists of the plan's office and what inspectors add to theirs: rows and cells written by hand."""

import datetime as dt

from grids import check, codes, grid, shown, values

DAY = dt.date(2022, 8, 19)
NAME = "甲钢铁有限公司"


def told(result):
    return [(row.table, values(row)) for row in result.rows]


def test_the_list_of_equipment_gives_devices_with_and_without_a_line_and_their_parameters():
    devices = grid(
        "设备清单",
        ["主要生产装备清单"],
        ["序号", "企业编号", "企业名称", "所属生产线", "设备编号", "设备名称及规格", "装备类型", "用途",
         "主要参数", "参数值", "台（套）数", "装备状态", "例外证明材料"],
        [1, "SL001", NAME, "1号高炉", "1号高炉", "380立方米高炉", "炼铁高炉", "炼钢用生铁",
         "有效容积（立方米）", 380, 1, "在用", "未提交"],
        [2, "SL001", NAME, "", "锅炉", "10吨/时燃煤锅炉", "", "", "", "", 2, "使用中", ""],
        merged="A1:M1",
    )  # fmt: skip
    parameters = grid(
        "其他参数",
        ["序号", "企业编号", "企业名称", "设备编号", "参数", "参数值", "文字值"],
        [1, "SL001", NAME, "锅炉", "国产设备（是1否0）", 0, ""],
    )

    result = check("equipment-list", devices, parameters)

    assert told(result) == [
        ("equipment", {
            "line_id": ("1号高炉", "D3"), "equipment_id": ("1号高炉", "E3"),
            "name": ("380立方米高炉", "F3"), "equipment_type": ("炼铁高炉", "G3"),
            "use": ("炼钢用生铁", "H3"), "attribute": ("有效容积（立方米）", "I3"),
            "value": (380, "J3"), "quantity": (1, "K3"), "status": ("在用", "L3"),
            "exception_papers": ("没有证明", "M3"),
        }),
        ("equipment", {
            "equipment_id": ("锅炉", "E4"), "name": ("10吨/时燃煤锅炉", "F4"), "quantity": (2, "K4"),
            "status": ("在用", "L4"),
        }),
        ("equipment_parameters", {
            "equipment_id": ("锅炉", "D2"), "attribute": ("国产设备（是1否0）", "E2"),
            "value": (0, "F2"),
        }),
    ]  # fmt: skip
    assert shown(result.rows[0].subject) == {"enterprise_id": ("SL001", "B3"), "name": (NAME, "C3")}


def test_a_notice_gives_its_ground_in_the_words_of_the_plan_and_what_came_of_it():
    sheet = grid(
        "通知书",
        ["序号", "企业名称", "通知书文号", "涉及生产线", "事由", "整改（淘汰）要求", "下达日期", "完成期限",
         "延期至", "验收日期", "验收结论"],
        [1, NAME, "淘汰办〔2022〕1号", "1号转炉", "超能耗限额", "降到限定值以内", DAY, "", dt.date(2023, 5, 19),
         "", ""],
        [2, NAME, "淘汰办〔2022〕2号", "", "限制类（C、D类）", "改造", DAY, DAY, "", DAY, "验收不合格"],
    )  # fmt: skip

    first, second = check("rectification-notices", sheet).rows

    assert values(first) == {
        "line_id": ("1号转炉", "D2"), "ground": ("超过强制性能耗限额", "E2"),
        "document_no": ("淘汰办〔2022〕1号", "C2"), "requirement": ("降到限定值以内", "F2"),
        "ordered_on": (DAY, "G2"), "extended_to": (dt.date(2023, 5, 19), "I2"),
    }  # fmt: skip
    assert values(second)["ground"] == ("限制类且评价为C类或D类", "E3")
    assert values(second)["outcome"] == ("不合格", "K3")
    assert "line_id" not in values(second)


def test_a_replacement_project_has_the_capacities_that_come_and_go_each_with_its_unit():
    sheet = grid(
        "技改项目",
        ["序号", "企业名称", "备案编号", "项目名称", "涉及生产线", "项目类别", "置换产品", "备案时间", "计划完成日期",
         "竣工验收日期", "建设能力", "建设能力单位", "退出能力", "退出能力单位"],
        [1, NAME, "2021-001", "减量置换", "2号窑", "置换", "水泥熟料", "2021-11", DAY, "", 77.5, "万吨",
         120, "万吨"],
    )  # fmt: skip

    (row,) = check("retrofit-projects", sheet).rows

    assert values(row) == {
        "line_id": ("2号窑", "E2"), "project_no": ("2021-001", "C2"), "name": ("减量置换", "D2"),
        "kind": ("产能置换", "F2"), "product_id": ("水泥熟料", "G2"), "approved_on": ("2021-11", "H2"),
        "planned_on": (DAY, "I2"), "new_capacity": (77.5, "K2"), "new_capacity_unit": ("万吨", "L2"),
        "retired_capacity": (120, "M2"), "retired_capacity_unit": ("万吨", "N2"),
    }  # fmt: skip


def test_a_step_that_law_does_not_require_is_ticked_with_its_reason():
    sheet = grid(
        "退出程序",
        [
            "序号",
            "企业名称",
            "涉及生产线",
            "程序",
            "办结日期",
            "文号",
            "不需办理",
            "不需办理的理由",
        ],
        [1, NAME, "1号炉", "告知", DAY, "告〔2022〕1号", "", ""],
        [2, NAME, "1号炉", "听证", "", "", "√", "当事人放弃听证"],
        [3, NAME, "", "稳评", DAY, "", "", ""],
    )

    done, waived, whole = check("exit-procedures", sheet).rows

    assert values(done) == {
        "line_id": ("1号炉", "C2"), "step": ("告知", "D2"), "done_on": (DAY, "E2"),
        "document_no": ("告〔2022〕1号", "F2"),
    }  # fmt: skip
    assert values(waived) == {
        "line_id": ("1号炉", "C3"), "step": ("听证", "D3"), "not_required": ("是", "G3"),
        "reason": ("当事人放弃听证", "H3"),
    }  # fmt: skip
    assert values(whole) == {"step": ("社会稳定风险评估", "D4"), "done_on": (DAY, "E4")}


def test_steps_in_columns_give_a_row_for_each_that_is_done_and_none_for_a_blank():
    visits = grid(
        "企业进度",
        ["序号", "企业名称", "乡镇（街道）", "交回自查表", "签署承诺书", "现场复核"],
        [1, NAME, "城子镇", DAY, "", DAY],
        [2, "乙水泥有限公司", "城子镇", "", "", ""],
    )
    exits = grid(
        "退出进度",
        ["序号", "企业名称", "涉及生产线", "事项", "计划日期", "完成日期", "文号"],
        [1, NAME, "1号炉", "拆除", dt.date(2022, 10, 15), "", ""],
    )

    result = check("work-progress", visits, exits)

    assert [values(row) for row in result.rows] == [
        {"milestone": "交回自查表", "done_on": (DAY, "D2")},
        {"milestone": "现场复核", "done_on": (DAY, "F2")},
        {"line_id": ("1号炉", "C2"), "milestone": ("拆除", "D2"),
         "planned_on": (dt.date(2022, 10, 15), "E2")},
    ]  # fmt: skip


def test_files_of_evidence_come_with_their_path_and_digest():
    digest = "9f" * 32
    sheet = grid(
        "备查资料",
        ["序号", "企业名称", "涉及生产线", "阶段", "形式", "文件路径", "SHA-256校验值", "形成日期"],
        [1, NAME, "1号炉", "拆除后", "图片", "甲/1号炉/后.jpg", digest, DAY],
    )

    (row,) = check("evidence-files", sheet).rows

    assert values(row) == {
        "line_id": ("1号炉", "C2"), "phase": ("拆除后", "D2"), "kind": ("照片", "E2"),
        "file": ("甲/1号炉/后.jpg", "F2"), "sha256": (digest, "G2"), "taken_on": (DAY, "H2"),
    }  # fmt: skip


def test_a_false_return_is_suspected_until_it_is_proved():
    sheet = grid(
        "线索",
        [
            "序号",
            "企业名称",
            "涉及生产线",
            "发现日期",
            "线索内容",
            "核查情况",
            "证据材料",
            "结论日期",
        ],
        [1, NAME, "", DAY, "零报，现场有轮窑", "属实", "现场检查记录", DAY],
        [2, NAME, "1号炉", DAY, "容积不符", "待查", "", ""],
    )

    proved, open_ = check("false-returns", sheet).rows

    assert values(proved) == {
        "found_on": (DAY, "D2"), "matter": ("零报，现场有轮窑", "E2"), "state": ("查实", "F2"),
        "proof": ("现场检查记录", "G2"), "concluded_on": (DAY, "H2"),
    }  # fmt: skip
    assert values(open_)["state"] == ("疑似", "F3")


def test_a_penalty_names_the_line_how_serious_it_is_and_until_when_it_was_extended():
    sheet = grid(
        "处罚",
        ["处罚决定书文号", "当事人", "涉及生产线", "违法事实", "情节", "处罚种类", "罚款金额（元）", "处罚机关",
         "处罚日期", "整改期限", "延期至"],
        ["环罚〔2022〕1号", NAME, "2号线", "超标排放", "情节严重", "责令停产整治", 200000, "生态环境局", DAY,
         dt.date(2022, 9, 18), dt.date(2022, 10, 18)],
    )  # fmt: skip

    (row,) = check("ecology-penalties", sheet).rows

    found = values(row)
    assert (found["line_id"], found["department"]) == (("2号线", "C2"), ("生态环境局", "H2"))
    assert (found["severity"], found["result"]) == (("严重", "E2"), ("停产整治", "F2"))
    assert found["extended_to"] == (dt.date(2022, 10, 18), "K2")
    assert found["fine_10k_cny"] == (20, "G2")


def test_a_grave_hazard_of_the_safety_list_is_serious_and_an_ordinary_one_is_not():
    sheet = grid(
        "检查台账",
        ["检查日期", "被检查单位", "涉及生产线", "存在隐患", "隐患等级", "处理意见", "整改期限", "复查情况"],
        [DAY, NAME, "1号装置", "联锁缺失", "重大隐患", "责令停产停业整顿", dt.date(2022, 10, 17), "尚未复查"],
        [DAY, NAME, "", "标识不全", "一般隐患", "责令限期整改", DAY, "2022年8月18日复查合格"],
    )  # fmt: skip

    result = check("safety-inspections", sheet)

    assert [values(row)["severity"] for row in result.rows] == [("严重", "E2"), ("一般", "E3")]
    assert "rectified_on" not in values(result.rows[0])
    assert "merged_number" not in codes(result)
