"""The file that `journey new` writes: a scenario that runs as it stands, a small lesson on it, and comments to go by."""

from typing import Final

TEMPLATE: Final = """\
# A journey scenario. Check it with `journey check FILE`, watch it with `journey FILE`.
journey: 1                    # format version
title: My first journey
summary: One client asks for /hello, and then for /about on the same connection.
goals: [See what the second request does not need]
level: beginner               # beginner | intermediate | advanced
seed: 7                       # same file and same seed: the same run, to the byte

machine:
  cpus: 2
  nic: {name: eth0, rx_ring: 256, rx_usecs: 0us, rx_frames: 1}   # rx_usecs: hold the interrupt back this long

server:
  go: "1.27"                  # whose behaviour is modelled: 1.22 ... 1.27
  listen: "0.0.0.0:3000"
  routes:                     # any Go 1.22+ ServeMux pattern; the most specific wins
    - pattern: GET /hello
      handler: {name: helloHandler, cpu: 20us, body: "hello\\n"}
    - pattern: GET /about
      handler: {name: aboutHandler, cpu: 20us, wait: 5ms, body: "about\\n"}   # wait: parked, as on a database

network:
  path:                       # client -> ... -> server; or `loopback: true` instead
    - {name: router, latency: 1ms, bandwidth: 1Gbps}

clients:
  - name: alice
    at: 0ms                   # counted from the moment the server is ready
    requests:                 # on one connection, in order
      - {target: /hello}
      - {after: 20ms, target: /about, close: true}

# The lesson. `journey teach FILE` takes a class through it, `journey quiz FILE` one person alone; `journey FILE` asks
# nothing. Leave it out, and this is a scenario like any other.
# A text is {en: English, bn: Bengali}, or plain, and then it is English. A name in braces is a value of the event
# there: {length_bytes}. `journey check FILE` runs the scenario and tells every mistake by its line.
lesson:
  minutes: 10                 # 5 to 90: how long a class takes
  chapters:                   # in the order in which they happen
    - id: first               # small letters, digits and -; the first chapter begins with the run
      title: {en: The first request, bn: প্রথম request}
      notes:                  # for the teacher alone: `journey present` shows them in a second terminal
        en: Boot comes first, before 0 on the clock. Go on to the first frame.
        bn: শুরুতে server চালু হয়, ঘড়িতে সময় তখনও 0-র আগে। প্রথম frame পর্যন্ত এগিয়ে যান।
    - id: second
      title: {en: The second request, bn: দ্বিতীয় request}
      when: {kind: RequestSent, nth: 2}       # a moment is what happens, not a time; it stays right when times change
  stops:                      # where the run is held, in the order in which they happen
    - id: first-frame
      when: {kind: FrameArrived}              # `journey run FILE --format jsonl` prints every event with its kind and fields
      say:
        en: The card {nic} has a frame of {length_bytes}. No CPU knows of it yet.
        bn: "{nic} card-এ {length_bytes}-এর একটা frame এসেছে। কোনো CPU এখনো তার কথা জানে না।"
      question:
        ask: {en: What happens next?, bn: এরপর কী ঘটে?}
        next:                 # the run decides: right is what comes first after this stop
          - text: {en: The card interrupts a CPU, bn: Card একটা CPU-কে interrupt করে}
            when: {kind: InterruptRaised}
            because: {en: "Soon; but first the data must be in RAM.", bn: একটু পরেই; কিন্তু আগে ডাটা RAM-এ থাকা চাই।}
          - text: {en: The card writes the frame to RAM, bn: Card frame-টা RAM-এ লেখে}
            when: {kind: DmaWritten}
            because:
              en: By DMA, into the page that descriptor {slot} points at; no CPU takes part.
              bn: DMA দিয়ে, descriptor {slot} যে page দেখায় সেখানে; কোনো CPU হাত লাগায় না।
          - text: {en: The Go program reads it, bn: Go প্রোগ্রাম সেটা পড়ে}
            when: {kind: SyscallReturned, where: {name: read, connection: 1}}     # fields that the event must have
            because:
              en: "Much later, and never the frame itself: only the bytes inside TCP."
              bn: "অনেক পরে, আর frame-টা কখনোই নয়: শুধু TCP-র ভেতরের byte-গুলো।"
    - id: second-answer
      when: {kind: RequestFinished, nth: 2}
      say:
        en: Alice has her second answer, {status}, {latency_ns} after she asked.
        bn: Alice তার দ্বিতীয় উত্তর পেয়েছে, {status}; চাওয়ার {latency_ns} পরে।
      question:               # other kinds: choices (one right: true, or several: true), measure, order
        ask: {en: How many TCP handshakes did the two requests need?, bn: দুটো request-এর জন্য মোট কটা TCP handshake লেগেছে?}
        count: {kind: HandshakeCompleted}     # how many: counted in the run, up to this stop
        because:
          en: "{answer}: the connection stayed open (keep-alive), so the second request began at once."
          bn: "{answer}টা: connection খোলা ছিল (keep-alive), তাই দ্বিতীয় request সঙ্গে সঙ্গে শুরু হয়েছে।"
"""
