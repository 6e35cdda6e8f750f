package validate

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// literal writes a text as Go: between backquotes where that is easier to read.
func literal(s string) string {
	if strings.ContainsAny(s, "\"\\") && strconv.CanBackquote(s) {
		return "`" + s + "`"
	}
	return strconv.Quote(s)
}

func quoted[T ~string | ~[]byte](list []T) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = literal(string(s))
	}
	return out
}

func spelt[T ~string | ~[]byte](list []T) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return out
}

func integer(n int64) string { return strconv.FormatInt(n, 10) }

func integers[T int32 | int64 | uint32 | uint64](list []T) []string {
	out := make([]string, len(list))
	for i, n := range list {
		out[i] = fmt.Sprint(n)
	}
	return out
}

// distinct leaves out what was there before, for no two cases may be alike.
func distinct(list []string) []string {
	var out []string
	for _, s := range list {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// sized compares a length, which is an int, with a bound, which needn't be one.
func sized(length, operator string, n uint64) string {
	if n > math.MaxInt32 {
		length = "uint64(" + length + ")"
	}
	return fmt.Sprintf("%s %s %d", length, operator, n)
}

func isStandard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".")
}

// replaceText puts an expression in the place of the percent sign of a call.
func replaceText(call, at string) string { return strings.Replace(call, "%", at, 1) }
