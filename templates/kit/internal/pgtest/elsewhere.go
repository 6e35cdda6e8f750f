//go:build !linux

package pgtest

import "errors"

type cluster struct{}

func start() (*cluster, error) { return nil, errors.New("the test knows how to on Linux only") }

func (*cluster) url() string { return "" }
func (*cluster) stop()       {}
