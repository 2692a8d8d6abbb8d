"""Words that look like somebody's name, so that they are questioned before they are kept."""

from __future__ import annotations

import re
from collections.abc import Collection

from dscp_desktop.core.names import tidy_name

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# First names that are common among children in England; those that are everyday words too
# ('Grace', 'Summer', 'Will') count only where another capitalised word follows.
_FIRST_WORDS = """
    aaliyah aaron abdul abigail adam adrian ahmed aidan aiden aisha alan albert alex alexander
    alexandra alfie ali alice alisha amber amelia amelie amina amy andrew anna annabelle anthony
    archie arthur ashley ashton austin ava bailey barry beatrice ben benjamin beth bethany billy
    blake bobby bradley brandon brian brooke caitlin callum cameron carl chantelle charles charlie
    charlotte chelsea chloe christopher claire clara cody connor corey courtney craig daisy daniel
    danielle darren david declan demi dominic dylan eden edward eleanor elijah elizabeth ella ellie
    elliot elsie emilia emily emma eric erin esme ethan eva evan evelyn evie fatima felix finlay
    finley florence francesca frankie freddie frederick freya gabriel gareth gemma george georgia
    georgina graham hannah harley harriet harris harrison harry harvey hayley heather heidi henry
    holly hugo ibrahim imogen isaac isabel isabella isabelle isla ismail jack jackson jacob jade
    jaden jake jamal james jamie jasmine jason jayden jenna jennifer jenson jessica joe joel john
    jonathan jordan joseph josh joshua jude julia julian kai karen katherine katie kayden kayla
    kayleigh keira kevin khadija kian kieran kimberley kyle kyra lacey lara laura lauren layla leah
    lee leo leon lewis lexi liam libby lilly lily logan louie louis louise lola luca lucas lucy
    luke lydia mackenzie maddison madison maisie maria mariam martha martin maryam mason matilda
    matthew max megan melissa mia michael michelle miles millie mohammad mohammed molly morgan
    muhammad naomi natalie natasha nathan nathaniel niamh nicholas nicola nicole noah oliver olivia
    omar oscar owen paige patrick paul peter phoebe poppy rachel ralph rebecca reece reuben rhys
    riley robert robin robyn ronnie rory rosie rowan ruby ryan samantha samuel sarah scarlett scott
    sean sebastian shannon shaun sienna simon skye sofia sophia sophie spencer stanley stephanie
    stephen steven taylor thea theo theodore thomas tia tobias toby tom tommy tyler vanessa victoria
    violet william willow yasmin yusuf zac zach zachary zainab zara zoe
"""
_FIRST = frozenset(_FIRST_WORDS.split())
_EVERYDAY_WORDS = """
    art bay bill dale dawn dean drew ellis faith frank gene grace grant hope ivy iris jay joy
    june mark may miles neil pat ray rich rob rose summer sunny will
"""
_EVERYDAY = frozenset(_EVERYDAY_WORDS.split())


def name_in(text: str, known: Collection[str] = ()) -> str:
    """Return the words of a text that look like a person's name, '' where none do.

    Names are told by a list of common first names, written with a capital. `known` are words that
    somebody has said are no names (a house called after a person).
    """
    if tidy_name(text) in known:
        return ""
    words = _WORD.findall(text)
    for number, word in enumerate(words):
        plain = tidy_name(word)
        follows = words[number + 1] if number + 1 < len(words) else ""
        surname = follows[:1].isupper() and not follows.isupper()
        if plain in known or not word[0].isupper():
            continue
        if plain in _FIRST or (plain in _EVERYDAY and surname):
            return f"{word} {follows}" if surname else word
    return ""
