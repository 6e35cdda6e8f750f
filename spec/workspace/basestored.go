package workspace

import (
	"slices"
	"strings"
)

// stored is what the trees that are no folders share: a listing that is known from the beginning.
type stored struct {
	paths []string // sorted; files that may be specs
	skips []Skip
	has   func(name string) bool // reports whether there is a file of any kind
}

func (s *stored) Paths() []string { return s.paths }

func (s *stored) list(folder string) listing {
	found := listing{paths: inFolder(s.paths, folder)}
	for _, skip := range s.skips {
		if folder == "" || strings.HasPrefix(skip.Path, folder+"/") {
			found.skips = append(found.skips, skip)
		}
	}
	found.skips = append(found.skips, thirdParty(folder, found.paths, s.has)...)
	found.paths = slices.Clone(found.paths)
	found.sort()
	return found
}
