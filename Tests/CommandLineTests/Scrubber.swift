import Foundation

/// Replaces what differs from run to run, and only that, by words in brackets.
struct Scrubber {
  let root: String

  func scrub(_ text: String) -> String {
    text.replacing(root, with: "[ROOT]")
      .replacing(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/, with: "[TIME]")
      .replacing(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/, with: "[TIME]")
      .replacing(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/.ignoresCase(), with: "[ID]")
      .replacing(/\b[0-9a-f]{32}\b/, with: "[ID]")
      .replacing(/\b[0-9a-f]{8}…/, with: "[ID]")
      .replacing(/#[0-9a-f]{6}\b/, with: "#[KEYED]")
      .replacing(/\btask [0-9a-f]{8}\b/, with: "task [ID]")
      .replacing(/\b[0-9a-f]{8} (\S+ \|)/) { "[ID] \($0.1)" }
      .replacing(/ecs-svc\/\d+/, with: "ecs-svc/[ID]")
      .replacing(/process \d+ on \S+/, with: "process [PID] on [HOST]")
      .replacing(/(\(|after )\d+ s(\)|\b)/) { "\($0.1)[SECONDS]\($0.2)" }
      .replacing(/"elapsed_seconds":\d+/, with: "\"elapsed_seconds\":[SECONDS]")
  }
}
