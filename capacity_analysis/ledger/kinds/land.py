"""What can be wrong with parcels and their outlines."""

from __future__ import annotations

from .kind import ProblemKind

LAND: dict[str, ProblemKind] = {
    "parcel_differs": ProblemKind(
        "error",
        "同一宗地“{parcel}”在第{first}行的“{header}”是{other}，与这里不同。",
        "对照不动产权证改正错的一行；几家企业合用一宗地的，各行都填整宗地的{header}，面积只计一次。",
    ),
    "idle_without_document": ProblemKind(
        "warning",
        "填了“{value}”，没有填认定书文号。",
        "填写闲置土地认定书的文号；还没有认定书的，清空闲置认定，只按疑似闲置处理。",
    ),
    "footprint_over_area": ProblemKind(
        "warning",
        "“{header}”{value}平方米，大于宗地面积{area}平方米。",
        "核对两处的面积和单位；总建筑面积不要填在这里，跨几宗地的按宗地分开。",
    ),
    "boundary_unreadable": ProblemKind(
        "warning",
        "界址不能读取：{reason}。不采用，按没有填报处理。",
        "从测绘成果重新导出WKT或GeoJSON的多边形，整段复制，不要手工改动；没有则清空。",
    ),
    "boundary_epsg_missing": ProblemKind(
        "warning",
        "有界址，没有填坐标系编号，不知道坐标从哪里起算，不采用界址。",
        "填写EPSG编号，例如4490（国家大地坐标系2000经纬度）、4527（同一坐标系的39带投影）。",
    ),
    "boundary_epsg_unfit": ProblemKind(
        "warning",
        "坐标系编号{value}不存在，或者不是在本地适用的经纬度或高斯投影坐标系，不采用界址。",
        "向测绘单位问明坐标系，改填它的EPSG编号，例如4490、4527；网络地图的坐标（3857）会放大面积，不能用。",
    ),
    "boundary_crossing": ProblemKind(
        "warning",
        "界址线{reason}，位置在坐标{at}处，围不成一宗地，不采用。",
        "检查这一处前后界址点的顺序，沿边界依次排列；洞要在外圈以内，几块地用MULTIPOLYGON。",
    ),
    "boundary_swapped": ProblemKind(
        "warning",
        "两个坐标像是颠倒了：换过来正好在本地，现在不在。不采用界址。",
        "每一点先写东（经度或横坐标），后写北（纬度或纵坐标），例如第一点写成“{point}”。",
    ),
    "boundary_outside": ProblemKind(
        "warning",
        "按坐标系{epsg}，界址在{place}，不在本地，不采用。",
        "核对坐标系编号和坐标；带号要对得上：坐标写了带号的（如39开头）用带号的坐标系，没有写的用中央经线的。",
    ),
    "boundary_unlike_deed": ProblemKind(
        "warning",
        "界址围成{area}平方米，与宗地面积{deed}平方米相差{share}%。",
        "对照不动产权证核对面积、面积单位和界址；以证载面积为准，测算不用界址的面积。",
    ),
    "boundary_overlap": ProblemKind(
        "warning",
        "与第{number}行的宗地“{other}”重叠{area}平方米。",
        "核对两宗地的界址和坐标系；是同一宗地的，不动产单元号要写成一样，面积才不会重复计算。",
    ),
}
