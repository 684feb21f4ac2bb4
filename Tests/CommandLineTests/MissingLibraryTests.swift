import Foundation
import Testing

/// What a machine without libcurl is told.
@Suite("A machine without libcurl", .enabled(if: isLinux, "how libraries are searched is Linux's"))
struct MissingLibraryTests {
  /// Files by libcurl's names that are no libraries come first in the search.
  private static let setting = """
    mkdir lib; echo none >lib/libcurl.so.4; echo none >lib/libcurl.so
    cp -R envs simulated; sed -i 's/"simulated-aws"/"aws"/' envs/base/environment.json
    export LD_LIBRARY_PATH=$PWD/lib AWS_ACCESS_KEY_ID=testing AWS_SECRET_ACCESS_KEY=testing

    """

  @Test("calls over HTTPS say what is missing and what to install, and change nothing")
  func calls() throws {
    let place = try Workplace(environments: Document.root.appendingPathComponent("envs"))
    defer { place.remove() }
    let answer = try place.run(Self.setting + "reconcile apply -auto-approve envs/prod")
    #expect(answer.exitCode == 1)
    let text = answer.output.joined(separator: "\n")
    #expect(text.contains("could not be called: libcurl cannot be loaded: "), "\(text)")
    #expect(text.contains("This call changed nothing."))
    #expect(text.contains("install libcurl (on Debian and its relatives `apt-get install libcurl4`), then repeat the command"))
  }

  @Test("what calls nobody works")
  func others() throws {
    let place = try Workplace(environments: Document.root.appendingPathComponent("envs"))
    defer { place.remove() }
    #expect(try place.run(Self.setting + "reconcile validate envs/prod && reconcile plan simulated/staging").exitCode == 0)
  }
}
