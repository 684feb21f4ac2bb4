import Foundation
import TestSupport
import Testing

/// What bounds the machine is a sentence, and nothing is lost by it.
@Suite("Limits of the machine")
struct MachineLimitTests {
  private let place: Workplace

  init() throws { place = try Workplace(environments: Document.root.appendingPathComponent("envs")) }

  @Test(
    "Files that may not grow end a command in words, and without the limit it goes on",
    arguments: [1, 10, 50, 100, 150, 200, 400])
  func fileSize(kibibytes: Int) throws {
    defer { place.remove() }
    #expect(try place.run("reconcile apply -auto-approve envs/staging").exitCode == 0)
    for command in ["destroy -auto-approve", "apply -auto-approve"] {
      let limited = try place.run("ulimit -f \(kibibytes * 2); timeout -s KILL 60 reconcile \(command) envs/staging")
      #expect([0, 1].contains(limited.exitCode), "\(limited.output)")
      if limited.exitCode == 1 { #expect(limited.output.contains { $0.contains("ulimit -f") }, "\(limited.output)") }
      let again = try place.run("reconcile \(command) envs/staging")
      #expect(again.exitCode == 0, "\(again.output)")
    }
    #expect(try place.run("reconcile plan -detailed-exitcode envs/staging").exitCode == 0)
  }

  @Test("An answer that its file has no room for is an error")
  func answer() throws {
    defer { place.remove() }
    // What is there already is larger than files may become.
    let cut = try place.run(
      """
      reconcile plan envs/staging > /dev/null; head -c 1000000 /dev/zero > answer
      ulimit -f 1000; timeout -s KILL 60 reconcile plan envs/staging >> answer
      """)
    #expect(cut.exitCode == 1)
    #expect(cut.output.contains { $0.contains("the answer could not be written") }, "\(cut.output)")
  }

  @Test(
    "Too little of the rest is named",
    arguments: [("-n 20", "only 20 files may be open"), ("-v 400000", "only 390 MiB of memory may be had")])
  func others(limit: String, words: String) throws {
    defer { place.remove() }
    let refused = try place.run("ulimit \(limit); timeout -s KILL 60 reconcile apply -auto-approve envs/staging")
    #expect(refused.exitCode == 1)
    #expect(refused.output.first?.contains(words) == true, "\(refused.output)")
  }

  @Test("A small stack is enough, also for documents of the greatest depth", arguments: [128, 512])
  func stack(kibibytes: Int) throws {
    defer { place.remove() }
    let file = place.file("envs/base/task-definitions/api.json")
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let deep = String(repeating: #"{"a": "#, count: 126) + "1" + String(repeating: "}", count: 126)
    try text.replacing("{", with: "{\"dockerLabels\": \(deep), ", maxReplacements: 1).write(
      toFile: file, atomically: true, encoding: .utf8)
    let limited = try place.run("ulimit -s \(kibibytes); timeout -s KILL 60 reconcile validate envs/staging")
    let free = try place.run("reconcile validate envs/staging")
    #expect(limited.output == free.output)
    #expect(limited.exitCode == free.exitCode)
  }
}
