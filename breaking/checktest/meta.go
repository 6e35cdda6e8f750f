package checktest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
)

var (
	kebabCase = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	edition   = regexp.MustCompile(`^20\d\d\.\d+$`)
	kindWord  = regexp.MustCompile(`-(added|removed|changed)$`)
	inCapital = regexp.MustCompile(`^[A-Z][a-z]*\b`) // and not JSON, or operationId
)

// metaProblems returns what is missing in or wrong with the metadata of a check.
func metaProblems(meta *breaking.Meta) []string {
	var problems []string
	wrong := func(bad bool, what string) {
		if bad {
			problems = append(problems, "metadata: "+what)
		}
	}
	wrong(!kebabCase.MatchString(meta.ID), fmt.Sprintf("ID %q is not kebab-case", meta.ID))
	wrong(kindWord.MatchString(meta.ID), fmt.Sprintf("ID %q ends as the ID of a change does: it is a noun, what the check looks at", meta.ID))
	wrong(meta.Group == "", "Group is empty")
	wrong(meta.Formats == 0, "Formats is not set")
	wrong(!edition.MatchString(meta.Since), fmt.Sprintf("Since %q is not a rules edition such as 2026.1", meta.Since))
	wrong(len(meta.Kinds) == 0, "Kinds is empty: the check could report nothing")
	wrong(!ascending(meta.Kinds), "Kinds are not in the order of breaking.Kind, each once")
	wrong(!ascending(meta.AIP), "AIP is not in order, each once")
	wrong(meta.Title == "", "Title is empty")
	wrong(strings.HasSuffix(meta.Title, "."), "Title ends in a full stop")
	wrong(strings.TrimSpace(meta.Title) != meta.Title || strings.ContainsAny(meta.Title, "\r\n\t"), "Title has line breaks or outer blanks")
	wrong(inCapital.MatchString(meta.Title), "Title begins with a capital")
	return problems
}

func ascending[T breaking.Kind | int](list []T) bool {
	return slices.IsSorted(list) && len(slices.Compact(slices.Clone(list))) == len(list)
}
