import JSONDocument
import Planning
import Resources
import Testing

/// The rules of equivalence for task definitions, E01 to E33 and E40. Absence means the default, so both directions agree.
@Suite("Rules of task definitions")
struct TaskDefinitionRuleTests {
  @Test(
    "each example is equal, or differs in just these fields, in both directions",
    arguments: TaskDefinitionCases.task + TaskDefinitionCases.container.map(\.inContainer))
  func holds(_ example: RuleCase) throws {
    let kind = ResourceKind.taskDefinition
    let written = try JSON(text: example.written)
    let returned = try JSON(text: example.returned)

    #expect(Differ(kind).differencesOfWhole(returned, written).map(\.path.description) == example.differing)
    #expect(Differ(kind).differencesOfWhole(written, returned).map(\.path.description) == example.differing)
    let isSame = example.differing.isEmpty
    #expect((kind.contentFingerprint(of: written) == kind.contentFingerprint(of: returned)) == isSame)
    for document in [written, returned] {
      let normal = kind.normalForm(of: document)
      #expect(kind.normalForm(of: normal) == normal)
    }
  }

  @Test("E01: members of the answer that nobody knows are no difference; those that a file mentions are compared")
  func unknownMembers() throws {
    let differ = Differ(.taskDefinition)
    let plain: JSON = ["containerDefinitions": [["name": "web", "image": "a"]]]
    let live: JSON = [
      "tomorrow": ["is": "new"], "containerDefinitions": [["name": "web", "image": "a", "tomorrow": true]],
    ]
    #expect(differ.differencesOfWhole(live, plain) == [])
    #expect(ResourceKind.taskDefinition.contentFingerprint(of: live) == ResourceKind.taskDefinition.contentFingerprint(of: plain))
    let wanted: JSON = ["containerDefinitions": [["name": "web", "image": "a", "tomorrow": false]]]
    #expect(differ.differencesOfWhole(live, wanted).map(\.path.description) == [#"containers["web"].tomorrow"#])
    #expect(differ.differencesOfWhole(plain, wanted).map(\.path.description) == [#"containers["web"].tomorrow"#])
    #expect(differ.differencesOfWhole(live, plain, memory: wanted).map(\.path.description) == [#"containers["web"].tomorrow"#])
  }

  @Test("E02: tags are no content of a revision and change in place")
  func tags() throws {
    let a: JSON = ["cpu": "256", "tags": [["key": "team", "value": "a"]]]
    let b: JSON = ["cpu": "256", "tags": [["key": "team", "value": "b"]]]
    let kind = ResourceKind.taskDefinition
    #expect(kind.contentFingerprint(of: a) == kind.contentFingerprint(of: b))
    let fields = Differ(kind).differencesOfWhole(a, b)
    #expect(fields.map(\.path.description) == [#"tags["team"]"#])
    #expect(fields.map(\.effect) == [.inPlace])
  }
}

enum TaskDefinitionCases {
  static let task: [RuleCase] = [
    RuleCase(
      "E01", "output-only members are dropped", #"{"family":"web","cpu":"256"}"#,
      #"{"family":"web","cpu":"256","revision":7,"status":"ACTIVE","compatibilities":["EC2","FARGATE"],"taskDefinitionArn":"arn:aws:ecs:eu-west-1:111111111111:task-definition/web:7","requiresAttributes":[{"name":"x"}],"registeredAt":1795219521.046,"registeredBy":"arn:x","deregisteredAt":1,"deleteRequestedAt":2}"#
    ),
    RuleCase("E03", "null is absence", #"{"taskRoleArn":null,"cpu":null,"volumes":null}"#, "{}"),
    RuleCase(
      "E04", "an empty list is absence", "{}", #"{"volumes":[],"placementConstraints":[],"inferenceAccelerators":[]}"#),
    RuleCase("E05", "an empty structure is absence", #"{"runtimePlatform":{}}"#, "{}"),
    RuleCase(
      "E05", "an empty docker volume configuration is none", #"{"volumes":[{"name":"d","dockerVolumeConfiguration":{}}]}"#,
      #"{"volumes":[{"name":"d"}]}"#, differing: [#"volumes["d"].dockerVolumeConfiguration"#]),
    RuleCase("E06", "blank elements of object lists go", #"{"volumes":[null,{}]}"#, "{}"),
    RuleCase(
      "E11", "awsvpc: the host port mirrors the container port", port("awsvpc", #"{"containerPort":80}"#),
      port("awsvpc", #"{"containerPort":80,"hostPort":80,"protocol":"tcp"}"#)),
    RuleCase(
      "E11", "host: the host port mirrors the container port", port("host", #"{"containerPort":80,"hostPort":0}"#),
      port("host", #"{"containerPort":80,"hostPort":80,"protocol":"tcp"}"#)),
    RuleCase(
      "E11", "bridge: it does not", port("bridge", #"{"containerPort":80}"#),
      port("bridge", #"{"containerPort":80,"hostPort":80}"#), differing: [#"containers["web"].portMappings["80/tcp"].hostPort"#]),
    RuleCase(
      "E11", "no mode is bridge", port(nil, #"{"containerPort":80}"#), port(nil, #"{"containerPort":80,"hostPort":80}"#),
      differing: [#"containers["web"].portMappings["80/tcp"].hostPort"#]),
    RuleCase(
      "E11", "another host port is another", port("awsvpc", #"{"containerPort":80}"#),
      port("awsvpc", #"{"containerPort":80,"hostPort":8080}"#),
      differing: [#"containers["web"].portMappings["80/tcp"].hostPort"#]),
    RuleCase(
      "E11", "a range has no host port to mirror", port("awsvpc", #"{"containerPortRange":"80-90"}"#),
      port("awsvpc", #"{"containerPortRange":"80-90","protocol":"tcp"}"#)),
    RuleCase(
      "E13", "documented false: volumes and the task", #"{"volumes":[{"name":"v","configuredAtLaunch":false}]}"#,
      #"{"volumes":[{"name":"v"}],"enableFaultInjection":false}"#),
    RuleCase("E13", "true is not false", #"{"enableFaultInjection":true}"#, "{}", differing: ["enableFaultInjection"]),
    RuleCase(
      "E14", "EFS: no encryption, no IAM", #"{"volumes":[{"name":"v","efsVolumeConfiguration":{"fileSystemId":"fs-1"}}]}"#,
      #"{"volumes":[{"name":"v","efsVolumeConfiguration":{"fileSystemId":"fs-1","transitEncryption":"DISABLED","authorizationConfig":{"iam":"DISABLED"}}}]}"#
    ),
    RuleCase(
      "E14", "EFS: encryption is a difference",
      #"{"volumes":[{"name":"v","efsVolumeConfiguration":{"fileSystemId":"fs-1","transitEncryption":"ENABLED"}}]}"#,
      #"{"volumes":[{"name":"v","efsVolumeConfiguration":{"fileSystemId":"fs-1"}}]}"#,
      differing: [#"volumes["v"].efsVolumeConfiguration.transitEncryption"#]),
    RuleCase(
      "E14", "the proxy is App Mesh", #"{"proxyConfiguration":{"containerName":"envoy"}}"#,
      #"{"proxyConfiguration":{"type":"APPMESH","containerName":"envoy"}}"#),
    RuleCase(
      "E15", "the root of a file system is /",
      #"{"volumes":[{"name":"e","efsVolumeConfiguration":{"fileSystemId":"fs-1"}},{"name":"s","s3filesVolumeConfiguration":{"fileSystemArn":"arn:x"}}]}"#,
      #"{"volumes":[{"name":"e","efsVolumeConfiguration":{"fileSystemId":"fs-1","rootDirectory":"/","transitEncryptionPort":0}},{"name":"s","s3filesVolumeConfiguration":{"fileSystemArn":"arn:x","rootDirectory":"/","transitEncryptionPort":0}}]}"#
    ),
    RuleCase(
      "E15", "another directory is another",
      #"{"volumes":[{"name":"e","efsVolumeConfiguration":{"fileSystemId":"fs-1","rootDirectory":"/data"}}]}"#,
      #"{"volumes":[{"name":"e","efsVolumeConfiguration":{"fileSystemId":"fs-1","rootDirectory":"/"}}]}"#,
      differing: [#"volumes["e"].efsVolumeConfiguration.rootDirectory"#]),
    RuleCase("E16", "a bare host volume", #"{"volumes":[{"name":"s"}]}"#, #"{"volumes":[{"name":"s","host":{}}]}"#),
    RuleCase("E16", "an empty path", #"{"volumes":[{"name":"s","host":{"sourcePath":""}}]}"#, #"{"volumes":[{"name":"s"}]}"#),
    RuleCase(
      "E16", "a path is a difference", #"{"volumes":[{"name":"s","host":{"sourcePath":"/x"}}]}"#,
      #"{"volumes":[{"name":"s","host":{}}]}"#, differing: [#"volumes["s"].host"#]),
    RuleCase(
      "E17", "docker volumes: scope task, driver local", #"{"volumes":[{"name":"d","dockerVolumeConfiguration":{}}]}"#,
      #"{"volumes":[{"name":"d","dockerVolumeConfiguration":{"scope":"task","driver":"local","autoprovision":false,"driverOpts":{},"labels":{}}}]}"#
    ),
    RuleCase(
      "E17", "shared is another scope", #"{"volumes":[{"name":"d","dockerVolumeConfiguration":{"scope":"shared"}}]}"#,
      #"{"volumes":[{"name":"d","dockerVolumeConfiguration":{"scope":"task"}}]}"#,
      differing: [#"volumes["d"].dockerVolumeConfiguration.scope"#]),
    RuleCase(
      "E19", "sizes with units", #"{"cpu":".25 vCPU","memory":"0.5 GB"}"#, #"{"cpu":"256","memory":"512"}"#),
    RuleCase("E19", "units in any case, without a blank", #"{"cpu":"1VCPU","memory":"2gb"}"#, #"{"cpu":"1024","memory":"2048"}"#),
    RuleCase("E19", "numbers", #"{"cpu":1024,"memory":2048.0}"#, #"{"cpu":"1024","memory":"2048"}"#),
    RuleCase("E19", "2 GB is 2048", #"{"memory":"2 GB"}"#, #"{"memory":"2000"}"#, differing: ["memory"]),
    RuleCase("E19", "another size", #"{"cpu":"0.5 vCPU"}"#, #"{"cpu":"256"}"#, differing: ["cpu"]),
    RuleCase(
      "E20", "containers in another order", #"{"containerDefinitions":[{"name":"b","image":"x"},{"name":"a","image":"y"}]}"#,
      #"{"containerDefinitions":[{"name":"a","image":"y"},{"name":"b","image":"x"}]}"#),
    RuleCase(
      "E20", "images swapped between two names",
      #"{"containerDefinitions":[{"name":"b","image":"x"},{"name":"a","image":"y"}]}"#,
      #"{"containerDefinitions":[{"name":"b","image":"y"},{"name":"a","image":"x"}]}"#,
      differing: [#"containers["a"].image"#, #"containers["b"].image"#]),
    RuleCase(
      "E20", "a renamed container", #"{"containerDefinitions":[{"name":"a","image":"x"}]}"#,
      #"{"containerDefinitions":[{"name":"b","image":"x"}]}"#, differing: [#"containers["a"]"#, #"containers["b"]"#]),
    RuleCase(
      "E21", "sets of the task in another order",
      #"{"volumes":[{"name":"a"},{"name":"b"}],"requiresCompatibilities":["FARGATE","EC2"],"placementConstraints":[{"type":"memberOf","expression":"a"},{"type":"memberOf","expression":"b"}],"inferenceAccelerators":[{"deviceName":"1","deviceType":"x"},{"deviceName":"2","deviceType":"x"}]}"#,
      #"{"volumes":[{"name":"b","host":{}},{"name":"a","host":{}}],"requiresCompatibilities":["EC2","FARGATE"],"placementConstraints":[{"type":"memberOf","expression":"b"},{"type":"memberOf","expression":"a"}],"inferenceAccelerators":[{"deviceName":"2","deviceType":"x"},{"deviceName":"1","deviceType":"x"}]}"#
    ),
    RuleCase(
      "E21", "an element is missing", #"{"requiresCompatibilities":["FARGATE","EC2"]}"#, #"{"requiresCompatibilities":["EC2"]}"#,
      differing: ["requiresCompatibilities"]),
    RuleCase(
      "E23", "maps of volumes keep the case of their keys",
      #"{"volumes":[{"name":"d","dockerVolumeConfiguration":{"driverOpts":{"Type":"nfs"},"labels":{"A.b":"1"}}}]}"#,
      #"{"volumes":[{"name":"d","dockerVolumeConfiguration":{"driverOpts":{"type":"nfs"},"labels":{"a.B":"1"}}}]}"#,
      differing: [
        #"volumes["d"].dockerVolumeConfiguration.driverOpts["Type"]"#,
        #"volumes["d"].dockerVolumeConfiguration.driverOpts["type"]"#,
        #"volumes["d"].dockerVolumeConfiguration.labels["A.b"]"#, #"volumes["d"].dockerVolumeConfiguration.labels["a.B"]"#,
      ]),
    RuleCase(
      "E24", "proxy properties are a map",
      #"{"proxyConfiguration":{"containerName":"e","properties":[{"name":"B","value":"2"},{"name":"A","value":"1"}]}}"#,
      #"{"proxyConfiguration":{"type":"APPMESH","containerName":"e","properties":[{"name":"A","value":"1"},{"name":"B","value":"2"}]}}"#
    ),
    RuleCase(
      "E24", "a proxy property changed", #"{"proxyConfiguration":{"containerName":"e","properties":[{"name":"A","value":"1"}]}}"#,
      #"{"proxyConfiguration":{"containerName":"e","properties":[{"name":"A","value":"2"}]}}"#,
      differing: [#"proxyConfiguration.properties["A"]"#]),
    RuleCase(
      "E27", "an execution role by its short name", #"{"executionRoleArn":"exec"}"#,
      #"{"executionRoleArn":"arn:aws:iam::111111111111:role/exec"}"#),
    RuleCase(
      "E27", "another execution role", #"{"executionRoleArn":"exec"}"#,
      #"{"executionRoleArn":"arn:aws:iam::111111111111:role/other"}"#, differing: ["executionRoleArn"]),
    RuleCase(
      "E27", "a task role by its short name", #"{"taskRoleArn":"app-task"}"#,
      #"{"taskRoleArn":"arn:aws:iam::111111111111:role/team/app-task"}"#),
    RuleCase(
      "E27", "another task role", #"{"taskRoleArn":"app-task"}"#, #"{"taskRoleArn":"arn:aws:iam::111111111111:role/app"}"#,
      differing: ["taskRoleArn"]),
    RuleCase("E28", "no mode is bridge", "{}", #"{"networkMode":"bridge"}"#),
    RuleCase("E28", "host is not bridge", #"{"networkMode":"host"}"#, #"{"networkMode":"bridge"}"#, differing: ["networkMode"]),
    RuleCase(
      "E28", "on Windows no mode is another than bridge",
      #"{"runtimePlatform":{"operatingSystemFamily":"WINDOWS_SERVER_2022_CORE"}}"#,
      #"{"networkMode":"bridge","runtimePlatform":{"operatingSystemFamily":"WINDOWS_SERVER_2022_CORE"}}"#,
      differing: ["networkMode"]),
    RuleCase(
      "E28", "on Fargate no mode is not bridge", #"{"requiresCompatibilities":["FARGATE"]}"#,
      #"{"networkMode":"bridge","requiresCompatibilities":["FARGATE"]}"#, differing: ["networkMode"]),
    RuleCase(
      "E29", "values, not text", #"{"ephemeralStorage":{"sizeInGiB":30.0},"pidMode":"t\u0061sk"}"#,
      #"{"pidMode":"task","ephemeralStorage":{"sizeInGiB":3e1}}"#),
    RuleCase(
      "E29", "numbers for texts are not coerced", #"{"placementConstraints":[{"expression":1}]}"#,
      #"{"placementConstraints":[{"expression":"1"}]}"#, differing: [#"placementConstraints["1"].expression"#]),
    RuleCase(
      "E31", "what only ECS has is a removal", "{}", #"{"ephemeralStorage":{"sizeInGiB":30}}"#, differing: ["ephemeralStorage"]),
    RuleCase(
      "E32", "run-time defaults are not folded", "{}",
      #"{"runtimePlatform":{"cpuArchitecture":"X86_64","operatingSystemFamily":"LINUX"},"requiresCompatibilities":["EC2"],"pidMode":"task","ipcMode":"none","ephemeralStorage":{"sizeInGiB":21}}"#,
      differing: ["ephemeralStorage", "ipcMode", "pidMode", "requiresCompatibilities", "runtimePlatform"]),
  ]

  private static func port(_ mode: String?, _ mapping: String) -> String {
    let network = mode.map { #""networkMode":"\#($0)","# } ?? ""
    return #"{\#(network)"containerDefinitions":[{"name":"web","portMappings":[\#(mapping)]}]}"#
  }

  static let container: [RuleCase] = [
    RuleCase("E03", "null is absence", #""user":null,"command":null,"logConfiguration":null"#, ""),
    RuleCase(
      "E04", "empty lists are absence", "",
      #""environment":[],"mountPoints":[],"volumesFrom":[],"portMappings":[],"systemControls":[],"links":[],"command":[],"entryPoint":[],"secrets":[],"dependsOn":[],"dnsServers":[],"dnsSearchDomains":[],"extraHosts":[],"dockerSecurityOptions":[],"ulimits":[],"resourceRequirements":[],"environmentFiles":[],"credentialSpecs":[]"#
    ),
    RuleCase("E04", "a list of one empty text is none", #""command":[""]"#, #""command":[]"#, differing: ["command"]),
    RuleCase(
      "E05", "empty structures are absence", #""linuxParameters":{"initProcessEnabled":false}"#,
      #""dockerLabels":{},"linuxParameters":{"tmpfs":[],"devices":[],"capabilities":{"add":[],"drop":[]}}"#),
    RuleCase(
      "E05", "a structure with something in it", #""linuxParameters":{"initProcessEnabled":true}"#, "",
      differing: ["linuxParameters"]),
    RuleCase("E06", "blank elements of object lists go", #""portMappings":[{}],"environment":[null]"#, ""),
    RuleCase(
      "E06", "an empty value is a value", #""environment":[{"name":"A","value":""}]"#, #""environment":[]"#,
      differing: [#"environment["A"]"#]),
    RuleCase("E07", "no cpu is 0", "", #""cpu":0"#),
    RuleCase("E07", "128 is not 0", #""cpu":128"#, #""cpu":0"#, differing: ["cpu"]),
    RuleCase("E08", "a container is essential", "", #""essential":true"#),
    RuleCase("E08", "unless it says otherwise", #""essential":false"#, "", differing: ["essential"]),
    RuleCase(
      "E09", "the protocol is tcp", #""portMappings":[{"containerPort":80}]"#,
      #""portMappings":[{"containerPort":80,"protocol":"tcp"}]"#),
    RuleCase(
      "E09", "udp is another port", #""portMappings":[{"containerPort":80,"protocol":"udp"}]"#,
      #""portMappings":[{"containerPort":80}]"#, differing: [#"portMappings["80/tcp"]"#, #"portMappings["80/udp"]"#]),
    RuleCase(
      "E10", "host port 0 is none", #""portMappings":[{"containerPort":80}]"#,
      #""portMappings":[{"containerPort":80,"hostPort":0}]"#),
    RuleCase(
      "E40", "an empty value is a value", #""environment":[{"name":"A","value":""}]"#,
      #""environment":[{"value":"","name":"A"}]"#),
    RuleCase(
      "E40", "a variable without a value is dropped", #""environment":[{"name":"A"},{"name":"B","value":null}]"#,
      #""environment":[]"#),
    RuleCase(
      "E40", "no value is not an empty one", #""environment":[{"name":"A"}]"#, #""environment":[{"name":"A","value":""}]"#,
      differing: [#"environment["A"]"#]),
    RuleCase(
      "E10", "a host port is no dynamic one", #""portMappings":[{"containerPort":80,"hostPort":80}]"#,
      #""portMappings":[{"containerPort":80}]"#, differing: [#"portMappings["80/tcp"].hostPort"#]),
    RuleCase(
      "E22", "ordered lists as they are", #""command":["a","b"],"dnsServers":["1.1.1.1","8.8.8.8"]"#,
      #""dnsServers":["1.1.1.1","8.8.8.8"],"command":["a","b"]"#),
    RuleCase(
      "E26", "the same text", #""image":"nginx:1@sha256:aa","user":"a ""#, #""user":"a ","image":"nginx:1@sha256:aa""#),
    RuleCase(
      "E31", "what both have is no removal", #""healthCheck":{"command":["CMD","true"]}"#,
      #""healthCheck":{"command":["CMD","true"]}"#),
    RuleCase(
      "E33", "options as they are", #""logConfiguration":{"logDriver":"awslogs","options":{"mode":"non-blocking"}}"#,
      #""logConfiguration":{"options":{"mode":"non-blocking"},"logDriver":"awslogs"}"#),
    RuleCase(
      "E12", "the defaults of a health check", #""healthCheck":{"command":["CMD","true"]}"#,
      #""healthCheck":{"command":["CMD","true"],"interval":30,"timeout":5,"retries":3,"startPeriod":0}"#),
    RuleCase(
      "E12", "another interval and start period", #""healthCheck":{"command":["CMD","true"],"interval":10,"startPeriod":10}"#,
      #""healthCheck":{"command":["CMD","true"],"interval":30,"timeout":5,"retries":3}"#,
      differing: ["healthCheck.interval", "healthCheck.startPeriod"]),
    RuleCase("E12", "no health check is none", "", #""healthCheck":{"command":["CMD","true"]}"#, differing: ["healthCheck"]),
    RuleCase(
      "E13", "documented false",
      #""privileged":false,"readonlyRootFilesystem":false,"interactive":false,"pseudoTerminal":false,"disableNetworking":false,"mountPoints":[{"sourceVolume":"v","containerPath":"/v","readOnly":false}],"volumesFrom":[{"sourceContainer":"a","readOnly":false}]"#,
      #""mountPoints":[{"sourceVolume":"v","containerPath":"/v"}],"volumesFrom":[{"sourceContainer":"a"}]"#),
    RuleCase(
      "E13", "true is not false", #""readonlyRootFilesystem":true"#, #""readonlyRootFilesystem":false"#,
      differing: ["readonlyRootFilesystem"]),
    RuleCase(
      "E14", "documented defaults",
      #""restartPolicy":{"enabled":true},"linuxParameters":{"devices":[{"hostPath":"/dev/x"}]}"#,
      #""versionConsistency":"enabled","restartPolicy":{"enabled":true,"restartAttemptPeriod":300},"linuxParameters":{"devices":[{"hostPath":"/dev/x","permissions":["write","mknod","read"]}]}"#
    ),
    RuleCase("E14", "disabled", #""versionConsistency":"disabled""#, "", differing: ["versionConsistency"]),
    RuleCase(
      "E18", "a FireLens router runs as 0", #""firelensConfiguration":{"type":"fluentbit"}"#,
      #""firelensConfiguration":{"type":"fluentbit"},"user":"0""#),
    RuleCase("E18", "no other container does", "", #""user":"0""#, differing: ["user"]),
    RuleCase(
      "E21", "sets in another order",
      #""environment":[{"name":"B","value":"2"},{"name":"A","value":"1"}],"secrets":[{"name":"S","valueFrom":"s"},{"name":"T","valueFrom":"t"}],"portMappings":[{"containerPort":53,"protocol":"tcp"},{"containerPort":53,"protocol":"udp"}],"links":["b","a"],"ulimits":[{"name":"nofile","softLimit":1,"hardLimit":2},{"name":"core","softLimit":1,"hardLimit":2}],"dependsOn":[{"containerName":"b","condition":"START"},{"containerName":"a","condition":"START"}]"#,
      #""environment":[{"name":"A","value":"1"},{"name":"B","value":"2"}],"secrets":[{"name":"T","valueFrom":"t"},{"name":"S","valueFrom":"s"}],"portMappings":[{"containerPort":53,"protocol":"udp","hostPort":0},{"containerPort":53,"protocol":"tcp","hostPort":0}],"links":["a","b"],"ulimits":[{"name":"core","softLimit":1,"hardLimit":2},{"name":"nofile","softLimit":1,"hardLimit":2}],"dependsOn":[{"containerName":"a","condition":"START"},{"containerName":"b","condition":"START"}]"#
    ),
    RuleCase(
      "E21", "more sets in another order",
      #""mountPoints":[{"sourceVolume":"v","containerPath":"/b"},{"sourceVolume":"v","containerPath":"/a"}],"volumesFrom":[{"sourceContainer":"b"},{"sourceContainer":"a"}],"systemControls":[{"namespace":"net.b","value":"1"},{"namespace":"net.a","value":"1"}],"extraHosts":[{"hostname":"b","ipAddress":"10.0.0.1"},{"hostname":"a","ipAddress":"10.0.0.1"}],"dockerSecurityOptions":["b","a"],"resourceRequirements":[{"type":"GPU","value":"1"},{"type":"NeuronDevice","value":"1"}],"linuxParameters":{"capabilities":{"add":["B","A"],"drop":["D","C"]},"devices":[{"hostPath":"/b"},{"hostPath":"/a"}],"tmpfs":[{"containerPath":"/b","size":1},{"containerPath":"/a","size":1}]},"restartPolicy":{"enabled":true,"ignoredExitCodes":[2,1]},"logConfiguration":{"logDriver":"splunk","secretOptions":[{"name":"b","valueFrom":"1"},{"name":"a","valueFrom":"1"}]}"#,
      #""mountPoints":[{"sourceVolume":"v","containerPath":"/a"},{"sourceVolume":"v","containerPath":"/b"}],"volumesFrom":[{"sourceContainer":"a"},{"sourceContainer":"b"}],"systemControls":[{"namespace":"net.a","value":"1"},{"namespace":"net.b","value":"1"}],"extraHosts":[{"hostname":"a","ipAddress":"10.0.0.1"},{"hostname":"b","ipAddress":"10.0.0.1"}],"dockerSecurityOptions":["a","b"],"resourceRequirements":[{"type":"NeuronDevice","value":"1"},{"type":"GPU","value":"1"}],"linuxParameters":{"capabilities":{"add":["A","B"],"drop":["C","D"]},"devices":[{"hostPath":"/a"},{"hostPath":"/b"}],"tmpfs":[{"containerPath":"/a","size":1},{"containerPath":"/b","size":1}]},"restartPolicy":{"enabled":true,"ignoredExitCodes":[1,2]},"logConfiguration":{"logDriver":"splunk","secretOptions":[{"name":"a","valueFrom":"1"},{"name":"b","valueFrom":"1"}]}"#
    ),
    RuleCase(
      "E21", "to add a capability is not to drop it", #""linuxParameters":{"capabilities":{"add":["A"]}}"#,
      #""linuxParameters":{"capabilities":{"drop":["A"]}}"#,
      differing: ["linuxParameters.capabilities.add", "linuxParameters.capabilities.drop"]),
    RuleCase(
      "E21", "a variable is missing", #""environment":[{"name":"A","value":"1"},{"name":"B","value":"2"}]"#,
      #""environment":[{"name":"A","value":"1"}]"#, differing: [#"environment["B"]"#]),
    RuleCase(
      "E22", "ordered lists in another order",
      #""command":["a","b"],"entryPoint":["a","b"],"dnsServers":["a","b"],"dnsSearchDomains":["a","b"],"environmentFiles":[{"type":"s3","value":"a"},{"type":"s3","value":"b"}],"healthCheck":{"command":["CMD","a","b"]},"linuxParameters":{"tmpfs":[{"containerPath":"/t","size":1,"mountOptions":["a","b"]}]}"#,
      #""command":["b","a"],"entryPoint":["b","a"],"dnsServers":["b","a"],"dnsSearchDomains":["b","a"],"environmentFiles":[{"type":"s3","value":"b"},{"type":"s3","value":"a"}],"healthCheck":{"command":["CMD","b","a"]},"linuxParameters":{"tmpfs":[{"containerPath":"/t","size":1,"mountOptions":["b","a"]}]}"#,
      differing: [
        "command", "dnsSearchDomains", "dnsServers", "entryPoint", "environmentFiles", "healthCheck.command",
        #"linuxParameters.tmpfs["/t"].mountOptions"#,
      ]),
    RuleCase(
      "E22", "a host name that occurs twice makes the order count",
      #""extraHosts":[{"hostname":"db","ipAddress":"10.0.0.1"},{"hostname":"db","ipAddress":"10.0.0.2"}]"#,
      #""extraHosts":[{"hostname":"db","ipAddress":"10.0.0.2"},{"hostname":"db","ipAddress":"10.0.0.1"}]"#,
      differing: ["extraHosts"]),
    RuleCase(
      "E23", "maps in another order",
      #""dockerLabels":{"b":"2","a":"1"},"logConfiguration":{"logDriver":"awslogs","options":{"y":"2","x":"1"}},"firelensConfiguration":{"type":"fluentbit","options":{"q":"1","p":"2"}}"#,
      #""dockerLabels":{"a":"1","b":"2"},"logConfiguration":{"logDriver":"awslogs","options":{"x":"1","y":"2"}},"firelensConfiguration":{"type":"fluentbit","options":{"p":"2","q":"1"}}"#
    ),
    RuleCase(
      "E23", "the case of keys and values counts", #""dockerLabels":{"Traefik.enable":"True"}"#,
      #""dockerLabels":{"traefik.enable":"True"}"#,
      differing: [#"dockerLabels["Traefik.enable"]"#, #"dockerLabels["traefik.enable"]"#]),
    RuleCase(
      "E25", "duplicates are not one", #""environment":[{"name":"A","value":"1"},{"name":"A","value":"1"}]"#,
      #""environment":[{"name":"A","value":"1"}]"#, differing: [#"environment["A#2"]"#]),
    RuleCase("E26", "an image is its text", #""image":"nginx""#, #""image":"nginx:latest""#, differing: ["image"]),
    RuleCase(
      "E26", "a digest is its text", #""image":"nginx:1@sha256:aa""#, #""image":"nginx@sha256:aa""#, differing: ["image"]),
    RuleCase(
      "E26", "a parameter's name is not its ARN", #""secrets":[{"name":"A","valueFrom":"/p/a"}]"#,
      #""secrets":[{"name":"A","valueFrom":"arn:aws:ssm:eu-west-1:111111111111:parameter/p/a"}]"#,
      differing: [#"secrets["A"]"#]),
    RuleCase("E26", "blanks count", #""user":"a ""#, #""user":"a""#, differing: ["user"]),
    RuleCase(
      "E26", "characters that only look the same differ", #""environment":[{"name":"A","value":"\u00e9"}]"#,
      #""environment":[{"name":"A","value":"e\u0301"}]"#, differing: [#"environment["A"]"#]),
    RuleCase("E29", "escapes and number forms do not count", #""user":"\u00fc","memory":80.0"#, #""memory":80,"user":"ü""#),
    RuleCase(
      "E29", "numbers for texts are not coerced", #""environment":[{"name":"PORT","value":8080}]"#,
      #""environment":[{"name":"PORT","value":"8080"}]"#, differing: [#"environment["PORT"]"#]),
    RuleCase(
      "E31", "what only ECS has is a removal", "", #""healthCheck":{"command":["CMD","true"]},"user":"app""#,
      differing: ["healthCheck", "user"]),
    RuleCase(
      "E32", "run-time defaults are not folded", "",
      #""stopTimeout":30,"startTimeout":180,"memory":512,"memoryReservation":512,"hostname":"web","workingDirectory":"/""#,
      differing: ["hostname", "memory", "memoryReservation", "startTimeout", "stopTimeout", "workingDirectory"]),
    RuleCase(
      "E33", "options of drivers have no defaults", #""logConfiguration":{"logDriver":"awslogs"}"#,
      #""logConfiguration":{"logDriver":"awslogs","options":{"mode":"non-blocking"}}"#,
      differing: [#"logConfiguration.options["mode"]"#]),
  ]
}
