package httpapi

import (
	"slices"
	"strconv"
	"strings"
)

// StatusCode reads what a contract declares an answer for: "404" is 404, "4XX" is 4, "default" is 0. It
// is false for anything else.
func StatusCode(status string) (int, bool) {
	if status == "default" {
		return 0, true
	}
	if len(status) == 3 && strings.EqualFold(status[1:], "XX") && status[0] >= '1' && status[0] <= '5' {
		return int(status[0] - '0'), true
	}
	code, err := strconv.Atoi(status)
	return code, err == nil && code >= 100 && code <= 599
}

// Successes reports which of an operation's answers are successes, given their codes as StatusCode has
// them: those of 2xx; else others that are no failures; else default.
func Successes(codes []int) []bool {
	successes := make([]bool, len(codes))
	for _, is := range []func(int) bool{
		func(code int) bool { return code == 2 || code/100 == 2 },
		func(code int) bool { return code == 1 || code == 3 || code/100 == 1 || code/100 == 3 },
		func(code int) bool { return code == 0 },
	} {
		if !slices.ContainsFunc(codes, is) {
			continue
		}
		for i, code := range codes {
			successes[i] = is(code)
		}
		break
	}
	return successes
}

// Produces returns the media types of an operation's successes, given those of each, without doubles. It
// is empty if one of them has no body, for that is acceptable to everyone.
func Produces(successes [][]string) []string {
	var names []string
	for _, media := range successes {
		if len(media) == 0 {
			return nil
		}
		for _, name := range media {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}
