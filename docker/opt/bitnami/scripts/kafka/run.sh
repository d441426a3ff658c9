#!/usr/bin/env bash
# What a container of bitnami/kafka runs.
exec /etc/confluent/docker/run
