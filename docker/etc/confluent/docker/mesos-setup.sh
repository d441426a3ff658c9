# Sourced by other people's copies of `run`. Where cp-kafka links Mesos' sandbox, there is nothing to do here.
