"""What every shape of the JSON is made of: money, figures, and the frozen base."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from app.domain.money import plain_euros

Euros = Annotated[int, PlainSerializer(plain_euros, return_type=str), Field(examples=["48000.00"])]
"""Cents inside, euros as text outside."""

Number = Annotated[Decimal, PlainSerializer(lambda value: format(value, "f"), return_type=str)]


Bound = Annotated[Decimal | str, PlainSerializer(str, return_type=str), Field(examples=["3", "70 %"])]
"""A threshold as the file writes it."""


class Shape(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)
