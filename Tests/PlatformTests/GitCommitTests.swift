import FoundationEssentials
import Platform
import TestSupport
import Testing

@Suite struct GitCommitTests {
  private static let commit = "8a01c44f5b1e2d3c4b5a69788796a5b4c3d2e1f0"

  private static func commit(_ files: [String: String], around directory: String = "envs/staging") throws -> String? {
    let place = try TemporaryDirectory()
    try place.write("", to: "envs/staging/x")
    for (name, text) in files { try place.write(text.replacing("[ROOT]", with: place.path), to: name) }
    return GitCommit.checkedOut(around: "\(place.path)/\(directory)")
  }

  @Test(
    "the commit is found wherever git keeps it",
    arguments: [
      [".git/HEAD": "ref: refs/heads/main\n", ".git/refs/heads/main": "\(commit)\n"],
      [".git/HEAD": "\(commit)\n"],
      [
        ".git/HEAD": "ref: refs/heads/main\n",
        ".git/packed-refs": "# pack-refs\n\(String(repeating: "0", count: 40)) refs/heads/ma\n\(commit) refs/heads/main\n",
      ],
      [
        ".git": "gitdir: [ROOT]/other/.git/worktrees/w\n", "other/.git/worktrees/w/HEAD": "ref: refs/heads/topic\n",
        "other/.git/worktrees/w/commondir": "../..\n", "other/.git/refs/heads/topic": "\(commit)\n",
      ],
    ])
  func theCommitIsFound(files: [String: String]) throws {
    #expect(try Self.commit(files) == Self.commit)
  }

  @Test(
    "where there is none, nothing is made up",
    arguments: [
      [".git/HEAD": "ref: refs/heads/main\n"], [".git/HEAD": "8a01c44\n"],
      [".git/HEAD": "ref: ../../secret\n", "secret": commit],
      [".git/HEAD": "ref: refs/../../x\n", "x": commit],
    ])
  func nothingIsMadeUp(files: [String: String]) throws {
    #expect(try Self.commit(files) == nil)
  }
}
