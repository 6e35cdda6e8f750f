package overlay

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"
)

// longestPath is how many bytes the path of a file may have.
const longestPath = 240

// device are names that Windows keeps for itself, whatever their ending.
var device = regexp.MustCompile(`(?i)^(aux|con|nul|prn|com[0-9]|lpt[0-9])(\..*)?$`)

// kept are the folders of git, also as Windows shortens them, and of our own manifest.
var kept = regexp.MustCompile(`(?i)^(\.git|git~[0-9]+|\.bylaw|bylaw~[0-9]+)$`)

// CheckPath refuses the path of a file that leads out of the service, or that means something else to a system.
func CheckPath(name string) error {
	if !fs.ValidPath(name) || name == "." || len(name) > longestPath {
		return fmt.Errorf("%q can't be the path of a file: it has to lead from the folder of the service to one in it", shortened(name))
	}
	for _, part := range strings.Split(name, "/") {
		switch {
		case kept.MatchString(part):
			return fmt.Errorf("%q can't be the path of a file: %s is not for templates", name, part)
		case device.MatchString(part), strings.HasSuffix(part, "."), strings.HasSuffix(part, " "), strings.ContainsFunc(part, odd):
			return fmt.Errorf("%q can't be the path of a file: not every system has files with such names", name)
		}
	}
	return nil
}

// odd reports whether a character can't be in a name everywhere.
func odd(r rune) bool { return r < ' ' || r == 0x7f || strings.ContainsRune(`\:*?"<>|`, r) }

func shortened(name string) string {
	if len(name) > longestPath {
		return name[:longestPath] + "…"
	}
	return name
}
