import Foundation
import StoreConformance
import Testing

@testable import Recording

@Suite struct ProcessMarkTests {
  private static let own = getpid()

  @Test func theOwnProcessLives() {
    #expect(!ProcessMark.isGone(pid: Self.own, since: ProcessMark(pid: Self.own)))
    #expect(!ProcessMark.isGone(pid: Self.own, since: nil))
  }

  @Test func aNumberThatNobodyHasIsGone() {
    #expect(ProcessMark.isGone(pid: LockRequest.deadPid, since: nil))
  }

  @Test func aMarkSurvivesBeingWrittenDown() throws {
    let mark = try #require(ProcessMark(pid: Self.own))
    #expect(ProcessMark(mark.description) == mark)
  }

  @Test func aNumberThatWasGivenToALaterProcessIsGone() throws {
    let mark = try #require(ProcessMark(pid: Self.own))
    let earlier = try #require(ProcessMark("1 \(mark.namespace)"))
    #expect(ProcessMark.isGone(pid: Self.own, since: earlier))
  }

  @Test("a number from another container says nothing here")
  func otherNamespace() throws {
    let other = try #require(ProcessMark("1 pid:[1]"))
    #expect(!ProcessMark.isGone(pid: LockRequest.deadPid, since: other))
  }
}
