/// Why a task never starts, beside images that are missing or of the wrong platform. Each is told in the manner of "Amazon ECS
/// stopped task error messages" and "CannotPullContainer task errors" in the ECS developer guide, with made-up ids.
package enum StartFailure: String, Sendable, CaseIterable {
  case imageRateLimit = "image-rate-limit"
  case imagePermission = "image-no-permission"
  case imageRoute = "image-no-route"
  case diskFull = "image-disk-full"
  case secretPermission = "secret-no-permission"
  case secretMissing = "secret-not-found"
  case secretKeyMissing = "secret-key-missing"
  case secretRoute = "secret-no-route"
  case environmentFile = "environment-file"
  case logGroupMissing = "log-group-missing"
  case role = "role-not-assumable"
  case command = "command-not-found"
  case portTaken = "port-taken"
  case dependency = "dependency-failed"
  case subnetFull = "subnet-full"
  case fileSystem = "efs-mount"
  case volume = "volume-failed"

  /// The names, for help and error messages.
  package static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }

  /// `image` is what the container pulls, `container` its name.
  func reason(image: String, container: String) -> String {
    switch self {
    case .imageRateLimit:
      "CannotPullContainerError: inspect image has been retried 5 time(s): httpReadSeeker: failed open: unexpected status code "
        + "for \(image): 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit."
    case .imagePermission:
      "CannotPullContainerError: pull image manifest has been retried 1 time(s): unexpected status from HEAD request for "
        + "\(image): 403 Forbidden"
    case .imageRoute:
      "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref \(image): failed to do "
        + "request: Head: dial tcp 10.0.0.1:443: i/o timeout"
    case .diskFull: "CannotPullContainerError: write /var/lib/containerd/tmp: no space left on device"
    case .secretPermission:
      Self.secrets + "execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried "
        + "1 time(s): AccessDeniedException: the execution role is not authorized to perform: secretsmanager:GetSecretValue"
    case .secretMissing:
      Self.secrets + "execution resource retrieval failed: unable to retrieve secret from asm: ResourceNotFoundException: "
        + "Secrets Manager can't find the specified secret."
    case .secretKeyMissing:
      Self.secrets + "execution resource retrieval failed: retrieved secret from Secrets Manager did not contain json key url"
    case .secretRoute:
      Self.secrets + "The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and "
        + "Amazon ECR. RequestError: send request failed caused by: dial tcp 10.0.0.1:443: i/o timeout"
    case .environmentFile:
      "ResourceInitializationError: failed to download env files: file download command: non empty error stream"
    case .logGroupMissing:
      "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create "
        + "Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist."
    case .role: "ECS was unable to assume the role that was provided for this task. Please verify that it trusts ECS."
    case .command:
      "CannotStartContainerError: OCI runtime create failed: runc create failed: unable to start container process: exec: "
        + "\"serve\": executable file not found in $PATH: unknown"
    case .portTaken:
      "CannotStartContainerError: Error response from daemon: Bind for 0.0.0.0:8000 failed: port is already allocated"
    case .dependency: "CannotStartContainerError: dependency condition of container \(container) was not satisfied"
    case .subnetFull:
      "Unexpected EC2 error while attempting to Create Network Interface: InsufficientFreeAddressesInSubnet: the subnet has "
        + "insufficient free addresses"
    case .fileSystem:
      "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: mount.nfs4: Connection "
        + "reset by peer : unsuccessful EFS utils command execution; code: 32"
    case .volume: "CannotCreateVolumeError: error creating volume: failed to attach EBS volume to the task"
    }
  }

  private static let secrets = "ResourceInitializationError: unable to pull secrets or registry auth: "
}
