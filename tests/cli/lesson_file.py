"""A small lesson file with a question of every kind, and the right answers to it."""

from pathlib import Path

LESSON = """\
journey: 1
title: A small lesson
summary: One request, and what is asked of it.
goals: [Answer]
seed: 3
server: {routes: [{pattern: GET /hello, handler: {name: helloHandler, cpu: 20us, body: "hello\\n"}}]}
clients: [{name: alice, requests: [{target: /hello, close: true}]}]
lesson:
  minutes: 10
  chapters:
    - {id: boot, title: {en: The server boots, bn: Server চালু হয়}}
    - {id: card, title: {en: The card, bn: কার্ড}, when: {kind: FrameArrived}, notes: Wait.}
  stops:
    - id: asleep
      when: {kind: ServerListening}
      say: {en: "It listens on {address}.", bn: "{address}-এ শোনে।"}
    - id: one
      when: {kind: FrameArrived}
      say: A frame of {length_bytes}.
      notes: Ask the back row.
      look: packet
      question:
        ask: {en: Who has it?, bn: কার কাছে?}
        points: 2
        because: It is {answer}.
        choices:
          - {text: The card, right: true, because: "It has {length_bytes}."}
          - {text: The kernel, because: Not yet.}
    - id: next
      when: {kind: DmaWritten}
      question:
        ask: What is next?
        next:
          - {text: Nothing, when: {kind: ServerListening}}
          - {text: The descriptor, when: {kind: DescriptorFilled}, because: "Slot {slot}."}
          - {text: The interrupt, when: {kind: InterruptRaised}}
    - id: several
      when: {kind: InterruptRaised}
      question:
        ask: Which two?
        several: true
        choices: [{text: A, right: true}, {text: B}, {text: C, right: true}]
    - id: count
      when: {kind: HandshakeCompleted}
      question: {ask: How many frames?, count: {kind: FrameArrived}, because: "{answer} of them."}
    - id: measure
      when: {kind: ConnectionAccepted, before: true}
      question: {ask: How many wait?, measure: accept queue, because: "After it {accept_queue_length} wait."}
    - id: order
      when: {at: end}
      question:
        ask: In which order?
        order:
          - {text: frame, when: {kind: FrameArrived}}
          - {text: memory, when: {kind: DmaWritten}}
          - {text: interrupt, when: {kind: InterruptRaised}}
"""
RIGHT = {"one": (1,), "next": (2,), "several": (1, 3), "count": (3,), "measure": (1,)}
"""Replies by stop, `order` left out, whose items are mixed."""
POINTS = 7


def write_lesson(folder: Path, text: str = LESSON) -> Path:
    """The lesson as a file."""
    file = folder / "small.yaml"
    file.write_text(text, encoding="utf-8")
    return file
