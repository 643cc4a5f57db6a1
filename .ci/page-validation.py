"""Prints "PASS<tab>file" or "FAIL<tab>file<tab>rules" for every PDF of a folder."""

import pathlib
import sys

import page

profile, folder = sys.argv[1:]
for path in sorted(pathlib.Path(folder).rglob("*.pdf")):
    try:
        report = page.validate_pdf(str(path), profile=profile)
    except page.PageError as error:
        print(f"FAIL\t{path}\t{error}")
        continue
    if report.is_compliant:
        print(f"PASS\t{path}")
    else:
        rules = sorted({failure.rule_id for failure in report.failures})
        print(f"FAIL\t{path}\t{' '.join(rules)}")
