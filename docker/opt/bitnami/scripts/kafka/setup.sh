#!/usr/bin/env bash
# Writes the configuration and formats the storage, without a server.
/etc/confluent/docker/configure && exec /etc/confluent/docker/ensure
