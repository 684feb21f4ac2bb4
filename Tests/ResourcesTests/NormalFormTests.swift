import JSONDocument
import Resources
import Testing

@Suite("Normal form")
struct NormalFormTests {
  @Test("the digest is SHA-256 (FIPS 180-4 examples)")
  func digests() {
    #expect(ContentDigest(of: "abc").hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(ContentDigest(of: "").hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      ContentDigest(of: "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq").hex
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
  }

  @Test(
    "documents that ECS treats alike are equal",
    arguments: [
      (#"{"cpu":0,"essential":true,"environment":[],"mountPoints":[]}"#, "{}"),
      (#"{"portMappings":[{"containerPort":80}]}"#, #"{"portMappings":[{"containerPort":80,"protocol":"tcp","hostPort":0}]}"#),
      (
        #"{"environment":[{"name":"B","value":"2"},{"name":"A","value":"1"}]}"#,
        #"{"environment":[{"name":"A","value":"1"},{"name":"B","value":"2"}]}"#
      ),
      (
        #"{"healthCheck":{"command":["CMD","true"]}}"#,
        #"{"healthCheck":{"command":["CMD","true"],"interval":30,"timeout":5,"retries":3}}"#
      ),
      (#"{"linuxParameters":{"initProcessEnabled":false}}"#, "{}"),
      (#"{"user":null}"#, "{}"),
      (#"{"firelensConfiguration":{"type":"fluentbit"}}"#, #"{"firelensConfiguration":{"type":"fluentbit"},"user":"0"}"#),
    ])
  func equalContainers(left: String, right: String) throws {
    #expect(try container(left) == container(right))
  }

  @Test(
    "documents that differ for ECS differ",
    arguments: [
      (#"{"command":[""]}"#, "{}"), (#"{"command":["a","b"]}"#, #"{"command":["b","a"]}"#),
      (#"{"user":"0"}"#, "{}"),
      (#"{"healthCheck":{"command":["CMD","true"],"interval":10}}"#, #"{"healthCheck":{"command":["CMD","true"]}}"#),
      (#"{"dockerLabels":{"Traefik.enable":"1"}}"#, #"{"dockerLabels":{"traefik.enable":"1"}}"#),
      (#"{"stopTimeout":30}"#, "{}"), (#"{"image":"nginx"}"#, #"{"image":"nginx:latest"}"#),
    ])
  func differentContainers(left: String, right: String) throws {
    #expect(try container(left) != container(right))
  }

  @Test("the host port mirrors the container port in awsvpc only")
  func hostPorts() throws {
    let with = #"[{"name":"a","portMappings":[{"containerPort":80,"hostPort":80}]}]"#
    let without = #"[{"name":"a","portMappings":[{"containerPort":80}]}]"#
    #expect(try task(with, mode: "awsvpc") == task(without, mode: "awsvpc"))
    #expect(try task(with, mode: "bridge") != task(without, mode: "bridge"))
  }

  @Test("task sizes are equal by amount", arguments: [("\"0.5 GB\"", "\"512\""), ("1024", "\"1 GB\"")])
  func sizes(left: String, right: String) throws {
    let kind = ResourceKind.taskDefinition
    #expect(
      try kind.normalForm(of: JSON(text: "{\"memory\":\(left)}")) == kind.normalForm(of: JSON(text: "{\"memory\":\(right)}")))
  }

  private func container(_ text: String) throws -> JSON {
    ResourceKind.taskDefinition.normalForm(of: ["containerDefinitions": [try JSON(text: text)]])
  }

  private func task(_ containers: String, mode: String) throws -> JSON {
    ResourceKind.taskDefinition.normalForm(of: ["networkMode": .string(mode), "containerDefinitions": try JSON(text: containers)])
  }
}
