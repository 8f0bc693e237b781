"""The motive of a refusal, as somebody types it: a sentence, not a word.

An unfavourable decision states in writing the considerations of law and of fact on which it rests (CRPA, art. L211-2
and L211-5). A machine cannot weigh them: it asks what no motive goes without.
"""

SHORTEST = 30
"""Signs, blanks at both ends left out."""


def motivates(text: str) -> bool:
    """Could it be a motive: at least ``SHORTEST`` signs, and two words with a letter?"""
    words = [word for word in text.split() if any(map(str.isalpha, word))]
    return len(text.strip()) >= SHORTEST and len(words) > 1
