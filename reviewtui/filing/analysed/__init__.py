"""仅供参考: the analysis as sheets of the workbook, written only when somebody asks for it."""
