package valid

import (
	"bytes"
	"math"
	"strings"
)

// short is how many items are compared with each other rather than put into a map.
const short = 16

// Unique reports whether no item occurs twice. NaN equals nothing.
func Unique[T comparable](items []T) bool {
	if len(items) > short {
		seen := make(map[T]struct{}, len(items))
		for _, item := range items {
			seen[item] = struct{}{}
		}
		return len(seen) == len(items)
	}
	for i, item := range items {
		for _, other := range items[:i] {
			if item == other {
				return false
			}
		}
	}
	return true
}

// UniqueBytes reports whether no item occurs twice.
func UniqueBytes(items [][]byte) bool {
	if len(items) > short {
		seen := make(map[string]struct{}, len(items))
		for _, item := range items {
			seen[string(item)] = struct{}{}
		}
		return len(seen) == len(items)
	}
	for i, item := range items {
		for _, other := range items[:i] {
			if bytes.Equal(item, other) {
				return false
			}
		}
	}
	return true
}

// Set reports whether a number without presence counts as set: it does unless it is a positive zero.
func Set(x float64) bool { return x != 0 || math.Signbit(x) }

// Finite reports whether a number is neither infinite nor NaN.
func Finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// HasPrefix reports whether b begins with prefix.
func HasPrefix(b []byte, prefix string) bool {
	return len(b) >= len(prefix) && string(b[:len(prefix)]) == prefix
}

// HasSuffix reports whether b ends with suffix.
func HasSuffix(b []byte, suffix string) bool {
	return len(b) >= len(suffix) && string(b[len(b)-len(suffix):]) == suffix
}

// Contains reports whether part occurs in b.
func Contains(b []byte, part string) bool {
	for ; len(b) >= len(part); b = b[1:] {
		if string(b[:len(part)]) == part {
			return true
		}
		if len(b) == 0 {
			break
		}
	}
	return false
}

// Covered reports whether a path of a field mask is one of paths or lies below one.
func Covered(path string, paths ...string) bool {
	for _, one := range paths {
		if path == one || len(path) > len(one) && path[len(one)] == '.' && strings.HasPrefix(path, one) {
			return true
		}
	}
	return false
}
