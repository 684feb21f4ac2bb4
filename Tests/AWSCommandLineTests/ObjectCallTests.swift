import AWS
import JSONDocument
import TestSupport
import Testing

@testable import AWSCommandLine

/// In an option's value the program would read `file://…` as the name of a file, and send what stands there.
@Suite("What S3 calls are given")
struct ObjectCallTests {
  /// Notes its arguments, and what it finds in the files that they name.
  private static let recording = #"""
    for argument in "$@"; do
      echo "$argument" >> "$here/arguments"
      case "$argument" in
        --*=file:///*) cat "${argument#*=file://}" > "$here/${argument%%=*}" ;;
        --body=*) cat "${argument#--body=}" > "$here/--body" ;;
        file:///dev/stdin) cat /dev/stdin > "$here/document" ;;
        /dev/stdin) printf 'what was kept' > /dev/stdin ;;
      esac
    done
    ls "$TMPDIR" > "$here/seen"
    echo '{"ETag": "\"1\""}'
    """#

  /// What means something else at the beginning of an option's value, of an argument, or for a shell.
  static let awkward = [
    "file:///proc/self/environ", "file://planted.txt", "fileb:///etc/passwd", "http://127.0.0.1:9/x", "https://example.com/x",
    "-x", "--debug", "@/etc/passwd", "@-", "/dev/stdin", "~/.aws/credentials", "$HOME", "$(id)", "a,b=c", "{\"a\": 1}", "[1]",
    "\"file:///etc/passwd\"", " ", "größe 😀 \u{2028}.json",
  ]

  private static func recorder(_ bucket: String) throws -> (FakeProgram, ObjectStore) {
    let program = try FakeProgram(recording)
    return (program, ObjectStore(client: program.client(), bucket: bucket))
  }

  /// From the command on, with FILE for the path of a nameless file.
  private static func arguments(of program: FakeProgram) -> [String] {
    let lines = program.lines(of: "arguments")
    let command = lines.firstIndex(of: "s3api").map { lines[$0...] } ?? []
    return command.map { $0.replacing(#/\/(proc|dev)(\/\d+)?\/fd\/\d+/#, with: "FILE") }
  }

  private static func document(of program: FakeProgram) throws -> JSON {
    let text = try #require(program.text(of: "document"))
    return try #require(JSON.parse(Array(text.utf8)).document)
  }

  @Test("Reading names files with the values, and no value", arguments: awkward)
  func read(value: String) async throws {
    let (program, store) = try Self.recorder(value)
    let reading = try await store.read(value + ".key", unless: value + ".tag")
    #expect(reading == .found(ObjectStore.Object(text: "what was kept", tag: "\"1\"")))
    #expect(
      Self.arguments(of: program) == [
        "s3api", "get-object", "--bucket=file://FILE", "--key=file://FILE", "--if-none-match=file://FILE", "/dev/stdin",
      ])
    #expect(["--bucket", "--key", "--if-none-match"].map(program.text) == [value, value + ".key", value + ".tag"])
    #expect(program.text(of: "seen") == "")
  }

  @Test("Looking at an object hands a document over", arguments: awkward)
  func head(value: String) async throws {
    let (program, store) = try Self.recorder(value)
    #expect(try await store.tag(of: value + ".key") == "\"1\"")
    #expect(Self.arguments(of: program) == ["s3api", "head-object", "--cli-input-json", "file:///dev/stdin"])
    #expect(try Self.document(of: program) == ["Bucket": .string(value), "Key": .string(value + ".key")])
  }

  @Test("Writing hands a document over, and the body in a file of its own", arguments: awkward)
  func write(value: String) async throws {
    for condition in [ObjectStore.Condition.absent, .tagged(value + ".tag")] {
      let (program, store) = try Self.recorder(value)
      #expect(try await store.write(value + ".body", to: value + ".key", condition) == "\"1\"")
      #expect(
        Self.arguments(of: program) == ["s3api", "put-object", "--cli-input-json", "file:///dev/stdin", "--body=FILE"])
      var document: JSON = [
        "Bucket": .string(value), "Key": .string(value + ".key"), "ContentType": "application/json",
      ]
      if condition == .absent { document["IfNoneMatch"] = "*" } else { document["IfMatch"] = .string(value + ".tag") }
      #expect(try Self.document(of: program) == document)
      #expect(program.text(of: "--body") == value + ".body")
      #expect(program.text(of: "seen") == "")
    }
  }

  @Test("Deleting hands a document over", arguments: awkward)
  func delete(value: String) async throws {
    let (program, store) = try Self.recorder(value)
    try await store.delete(value + ".key")
    #expect(Self.arguments(of: program) == ["s3api", "delete-object", "--cli-input-json", "file:///dev/stdin"])
    #expect(try Self.document(of: program) == ["Bucket": .string(value), "Key": .string(value + ".key")])
  }

  @Test("A body of 32 MB goes in whole")
  func largeBody() async throws {
    let (program, store) = try Self.recorder("states")
    let text = String(repeating: "0123456789abcdef", count: 2 << 20)
    _ = try await store.write(text, to: "large", .absent)
    #expect(program.text(of: "--body") == text)
  }
}
