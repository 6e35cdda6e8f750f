package project

import (
	"fmt"
	"go/token"
	"regexp"
	"slices"
	"strings"
)

// longest is how many characters a name may have: what Kubernetes derives from it stays a label (RFC 1123).
const longest = 50

var kebab = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// reserved are names of folders that mean something to Go or to Windows.
var reserved = []string{"internal", "main", "testdata", "vendor", "aux", "con", "nul", "prn"}

var device = regexp.MustCompile(`^(com|lpt)[0-9]$`)

// CheckName says what is wrong with the name of a service, and what to write instead. A name becomes folders, packages,
// labels and host names, so it is what all of them can be.
func CheckName(name string) error {
	switch {
	case len(name) > longest:
		return fmt.Errorf("the name of a service has at most %d characters, for labels of Kubernetes are made of it: %q has %d", longest, name, len(name))
	case !kebab.MatchString(name):
		return fmt.Errorf("a service can't be called %q: %s", name, cure(name))
	case token.IsKeyword(base(name)), slices.Contains(reserved, base(name)), device.MatchString(base(name)):
		return fmt.Errorf("a service can't be called %q, which means something else to Go or to a file system: call it by what it keeps, such as orders", name)
	}
	return nil
}

var separators = regexp.MustCompile(`[^a-z0-9]+`)

// cure proposes a name, if anything of the one that was given can stay.
func cure(name string) string {
	const form = "use small letters, digits and single hyphens, beginning with a letter"
	better := strings.Trim(separators.ReplaceAllString(strings.ToLower(name), "-"), "-0123456789")
	if better == "" || len(better) > longest || strings.ContainsAny(name, `/\`) {
		return form + ", such as orders or order-history"
	}
	return form + ", such as " + better
}

// base is the name without what says only that it is a service.
func base(name string) string {
	for _, suffix := range []string{"-service", "-api"} {
		name = strings.TrimSuffix(name, suffix)
	}
	return name
}
