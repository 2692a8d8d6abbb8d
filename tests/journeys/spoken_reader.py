"""What an assistive program hears of the window, as JSON: `python3 spoken_reader.py NAME`.

It stands alone and asks AT-SPI, as a screen reader does; it knows nothing of the program but the
name it goes by. It needs the system's own Python with pyatspi.
"""

import json
import sys
import time

import pyatspi


def find(name):
    """Wait until a program of that name is there."""
    for _ in range(60):
        for each in pyatspi.Registry.getDesktop(0):
            if each is not None and each.name == name:
                return each
        time.sleep(0.25)
    sys.exit("Nobody of that name is there.")


def walk(node):
    """Give each thing below another that is shown."""
    yield node
    for place in range(min(node.childCount, 400)):
        child = node.getChildAtIndex(place)
        if child is not None and (
            not child.getState().getStates() or child.getState().contains(pyatspi.STATE_SHOWING)
        ):
            yield from walk(child)
        elif child is not None and child.getRoleName() == "list item":
            yield child


def text_of(node):
    """Return the words of something that holds text."""
    try:
        words = node.queryText()
    except NotImplementedError:
        return ""
    return words.getText(0, words.characterCount)


def cells_of(node):
    """Return the first rows of a table: each cell with the headings of its column and its row."""
    table = node.queryTable()
    said = []
    for row in range(min(table.nRows, 6)):
        for column in range(table.nColumns):
            cell = table.getAccessibleAt(row, column)
            said.append(
                {
                    "cell": cell.name if cell is not None else "",
                    "column": table.getColumnDescription(column),
                    "row": table.getRowDescription(row),
                }
            )
    return said


def main(name):
    """Tell everything that is shown now."""
    heard = {"focus": [], "paragraphs": [], "tables": {}, "unnamed": []}
    for node in walk(find(name)):
        role, state = node.getRoleName(), node.getState()
        if state.contains(pyatspi.STATE_FOCUSED):
            heard["focus"].append([role, node.name, text_of(node)])
        if role == "list item" and node.parent.name.startswith("Notes"):
            heard["paragraphs"].append(node.name)
        if role in ("table", "tree table"):
            heard["tables"][node.name] = cells_of(node)
        if role in ("push button", "check box", "combo box", "text") and not node.name:
            heard["unnamed"].append(f"{role} in {node.parent.name}")
    print(json.dumps(heard))


main(sys.argv[1])
