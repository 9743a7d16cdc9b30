"""Evaluates rules by cel-python: the independent opinion that Cordon's evaluator is held against.

Reads {"rules": [text, ...], "alerts": [object, ...]} and prints, for each alert, the numbers of the rules that are true.
"""
import json
import sys

import celpy
import celpy.celtypes


def main():
    given = json.load(sys.stdin)
    environment = celpy.Environment()
    programs = [environment.program(environment.compile(text)) for text in given["rules"]]
    result = []
    for alert in given["alerts"]:
        fields = {name: celpy.json_to_cel(value) for name, value in alert.items()}
        result.append([number for number, program in enumerate(programs) if holds(program, fields)])
    json.dump(result, sys.stdout)


def holds(program, fields):
    try:
        value = program.evaluate(fields)
    except celpy.CELEvalError:
        return False
    return isinstance(value, celpy.celtypes.BoolType) and bool(value)


main()
