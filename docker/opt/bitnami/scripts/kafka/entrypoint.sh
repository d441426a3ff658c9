#!/usr/bin/env bash
# What a container of bitnami/kafka enters by. The server configures itself, so there is nothing to prepare.
exec "$@"
