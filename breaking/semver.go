package breaking

import (
	"regexp"
	"strconv"
	"strings"
)

// semver is a version of up to three numbers. What APIs call themselves is seldom written in full.
type semver struct {
	numbers    [3]int
	written    int // how many of the numbers
	prefix     string
	prerelease bool
}

// One number is at most six digits long, so that no day passes for one (20260131).
var semverText = regexp.MustCompile(`^([vV]?)(\d{1,6})(?:\.(\d{1,6}))?(?:\.(\d{1,6}))?(-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$`)

// parseSemver reads a semantic version, of which minor and patch may be left out: 1.2.3-rc.1, v2.
// A day (2026-01-31) is none.
func parseSemver(text string) (semver, bool) {
	parts := semverText.FindStringSubmatch(text)
	if parts == nil || len(parts[2]) == 4 && parts[3] == "" {
		return semver{}, false
	}
	v := semver{prefix: parts[1], prerelease: parts[5] != ""}
	for i, digits := range parts[2:5] {
		if digits != "" {
			v.numbers[i], _ = strconv.Atoi(digits) // six digits are a number
			v.written = i + 1
		}
	}
	return v, true
}

func (v semver) less(other semver) bool {
	for i := range v.numbers {
		if v.numbers[i] != other.numbers[i] {
			return v.numbers[i] < other.numbers[i]
		}
	}
	return false
}

// raised returns the least version that a bump, but NoBump, allows. Of a part that nobody writes no
// one sees that it was raised.
func (v semver) raised(b Bump) semver {
	at := int(Major - b) // of the number that rises
	v.numbers[at]++
	clear(v.numbers[at+1:])
	return v
}

// String returns the version as far as it is written, without what marks it as a prerelease.
func (v semver) String() string {
	parts := make([]string, v.written)
	for i := range parts {
		parts[i] = strconv.Itoa(v.numbers[i])
	}
	return v.prefix + strings.Join(parts, ".")
}
