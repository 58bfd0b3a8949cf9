"""The sheets of the workbook, one module each: a `Record` in, a `Grid` out."""
