import Foundation
import TestSupport
import Testing

/// Commands in containers, with a stand-in for the `aws` program's session: what it is given, and what is said where it cannot be.
@Suite(
  "Sessions in containers", .serialized,
  .enabled(if: WarmAWS.isInstalled, "the aws program is not in .venv; next: run scripts/setup --test-tools"), .warmAWS)
struct SessionTests {
  /// The whole of one day: refused while the service is not open, then the program, then the task and the container.
  @Test("A session needs an open service, both programs and a container, and gets them by a file and no option")
  func session() throws {
    var cloud = try ServedCloud(environments: ServedCloudTests.shop(), speed: 50)
    defer { cloud.stop() }
    _ = try cloud.run("reconcile apply -auto-approve -target aws_ecr_repository.web envs/shop")
    _ = try cloud.run("reconcile simulate push -cloud cloud.sqlite envs/shop web=sha-1111111")

    var (text, status) = try cloud.run("reconcile apply -auto-approve envs/shop; reconcile exec envs/shop web")
    #expect(text.contains("was started without ECS Exec"), "\(text)")
    #expect(text.contains(#"next: add "enableExecuteCommand": true to"#), "\(text)")
    #expect(status == 1)

    let role = #"s/"family"/"taskRoleArn": "arn:aws:iam::111111111111:role\/web", "family"/"#
    _ = try cloud.run(
      """
      sed -i.bak 's/"desiredCount"/"enableExecuteCommand": true, "desiredCount"/' envs/shop/services/web.json
      sed -i.bak '\(role)' envs/shop/task-definitions/web.json
      reconcile apply -auto-approve envs/shop
      """)
    (text, status) = try cloud.run("reconcile exec envs/shop web")
    #expect(text.contains("error: session-manager-plugin: it is not on the PATH"), "\(text)")
    #expect(status == 1)

    // The stand-in says what it was given, and ends as a session does.
    let real = try #require(cloud.place.searched.first)
    _ = try cloud.run(
      """
      mkdir bin; touch bin/session-manager-plugin
      cat > bin/aws <<'END'
      #!/bin/sh
      case "$*" in *execute-command*) ;; *) exec \(real)/aws "$@" ;; esac
      for word; do
        case "$word" in file://*) echo "input $(cat "${word#file://}")" ;; *) echo "word $word" ;; esac
      done
      exit 7
      END
      chmod +x bin/*
      """)
    cloud.place.searched.insert(cloud.place.file("bin"), at: 0)
    (text, status) = try cloud.run("reconcile exec envs/shop web -- ./manage.py shell 'a b'")
    #expect(text.contains("word ecs\nword execute-command\nword --cli-input-json\ninput {"), "\(text)")
    #expect(text.contains("one of 2 tasks"), "\(text)")
    #expect(text.contains(#""container":"web","command":"./manage.py shell 'a b'","interactive":true"#), "\(text)")
    #expect(!text.contains("word web") && !text.contains("word ./manage.py"), "\(text)")
    #expect(status == 7)

    (text, status) = try cloud.run("reconcile exec -container sidecar envs/shop web")
    #expect(text.contains("no container of it is called \"sidecar\"") && status == 1, "\(text)")
    (text, status) = try cloud.run("reconcile exec -task 00000000 envs/shop web")
    #expect(text.contains("no task of it has an id with \"00000000\"") && status == 1, "\(text)")
  }
}
