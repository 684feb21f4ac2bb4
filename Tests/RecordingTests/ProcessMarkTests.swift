import Foundation
import StoreConformance
import Testing

@testable import Recording

@Suite struct ProcessMarkTests {
  private static let own = getpid()

  @Test("our own process lives")
  func theOwnProcessLives() {
    #expect(!ProcessMark.isGone(pid: Self.own, since: ProcessMark(pid: Self.own)))
    #expect(!ProcessMark.isGone(pid: Self.own, since: nil))
  }

  @Test("a number that nobody has is gone")
  func aNumberThatNobodyHasIsGone() {
    #expect(ProcessMark.isGone(pid: LockRequest.deadPid, since: nil))
  }

  @Test("a mark survives being written down")
  func aMarkSurvivesBeingWrittenDown() throws {
    let mark = try #require(ProcessMark(pid: Self.own))
    #expect(ProcessMark(mark.description) == mark)
  }

  @Test("a number that was given to a later process is gone")
  func aNumberThatWasGivenToALaterProcessIsGone() throws {
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
