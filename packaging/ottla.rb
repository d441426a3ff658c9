# Homebrew formula: a release's script fills in address and checksums (VERSION, URL, SHA256 of each archive).
class Ottla < Formula
  desc "Kafka broker in one file, without a JVM"
  homepage "@HOMEPAGE@"
  version "@VERSION@"
  license "Apache-2.0"

  on_macos do
    on_arm do
      url "@URL@/ottla-@VERSION@-darwin-arm64.tar.gz"
      sha256 "@SHA256_DARWIN_ARM64@"
    end
    on_intel do
      url "@URL@/ottla-@VERSION@-darwin-x64.tar.gz"
      sha256 "@SHA256_DARWIN_X64@"
    end
  end
  on_linux do
    on_arm do
      url "@URL@/ottla-@VERSION@-linux-arm64.tar.gz"
      sha256 "@SHA256_LINUX_ARM64@"
    end
    on_intel do
      url "@URL@/ottla-@VERSION@-linux-x64.tar.gz"
      sha256 "@SHA256_LINUX_X64@"
    end
  end

  conflicts_with "kafka", because: "both install Kafka's tools"

  def install
    bin.install "ottla"
    tools = Utils.safe_popen_read(bin/"ottla", "--help").scan(/^  ((?:kafka|zookeeper)-[a-z0-9-]+)  /).flatten
    tools.each { |tool| bin.install_symlink "ottla" => tool }
    generate_completions_from_executable(bin/"ottla", "completion")
  end

  service do
    run [opt_bin/"ottla", "--override", "log.dirs=#{var}/lib/ottla"]
    keep_alive true
    log_path var/"log/ottla.log"
    error_log_path var/"log/ottla.log"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/ottla --version")
    assert_match(/^[A-Za-z0-9_-]{22}$/, shell_output("#{bin}/kafka-storage random-uuid"))
  end
end
