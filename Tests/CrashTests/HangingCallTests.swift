import Foundation
import TestSupport
import Testing

/// Calls that hang run in programs of their own, with children of their own; whoever is interrupted leaves none behind.
@Suite("Interrupted while the aws program hangs")
struct HangingCallTests {
  private static let hanging = """
    #!/bin/sh
    exec 9>lifeline
    trap '' TERM INT HUP
    (trap '' TERM INT HUP; while :; do sleep 1000; done) &
    echo ready >&9
    while :; do sleep 1000; done
    """

  private func place() throws -> Place {
    let place = try Place()
    try place.write(Self.hanging, to: "bin/aws")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(place.path)/bin/aws")
    try place.write(
      #"{"provider": {"name": "aws-cli", "region": "eu-west-1", "accountId": "111111111111"}}"#, to: "envs/shop/environment.json")
    try place.write(#"{"logGroupName": "/shop"}"#, to: "envs/shop/log-groups/shop.json")
    try place.write(#"{"clusterName": "shop"}"#, to: "envs/shop/clusters/shop.json")
    return place
  }

  @Test("A plan dies of the signal, as shells expect it", arguments: [SIGINT, SIGTERM, SIGHUP])
  func plan(number: Int32) async throws {
    let place = try place()
    let lifeline = HeldOpenPipe("\(place.path)/lifeline")
    let plan = try place.startShell("PATH=$PWD/bin:$PATH exec reconcile plan envs/shop")
    try await lifeline.waitForWords()
    plan.send(number)
    let ending = await plan.end()
    #expect(ending.signal == number, "\(ending)")
    try await lifeline.waitForEnd()
  }

  @Test("An apply that has not begun lets go of its lock")
  func apply() async throws {
    let place = try place()
    let lifeline = HeldOpenPipe("\(place.path)/lifeline")
    let apply = try place.startShell("PATH=$PWD/bin:$PATH exec reconcile apply -auto-approve envs/shop")
    try await lifeline.waitForWords()
    apply.send(SIGINT)
    let ending = await apply.end()
    #expect(ending.status == 14, "\(ending)")
    #expect(ending.output.hasSuffix("Interrupted before anything was begun. Nothing was changed.\n"), "\(ending.output)")
    try await lifeline.waitForEnd()
    #expect(try await place.run(["lock", "status", "envs/shop"]).output.contains("is not locked"))
  }
}
