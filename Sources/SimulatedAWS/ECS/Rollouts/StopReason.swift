/// Why tasks stop, in ECS's words.
enum StopReason {
  /// Of an image that nobody pushed; containerd's text since platform version 1.4.
  static func cannotPull(_ image: String) -> String {
    "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref \(image): \(image): not found"
  }
}
