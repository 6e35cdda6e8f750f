package workspace

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// resolveTag returns the commit of a released version: a tag, or by "latest" the newest release in
// the history of HEAD and by "previous" the newest before HEAD itself. What stands before these words
// is the prefix of the tags: orders/latest is the newest of orders/v1.2.0 and its like.
func (r gitRepository) resolveTag(ctx context.Context, name string) (revision, error) {
	if prefix, word := cutWord(name); word != "" {
		if commit, err := r.find(ctx, "refs/tags/"+name); err != nil || commit == "" {
			return r.newest(ctx, prefix, word)
		}
	}
	for _, tag := range []string{name, "v" + name} {
		commit, err := r.find(ctx, "refs/tags/"+tag)
		if err != nil || commit != "" {
			return revision{commit: commit}.named("tag:" + tag), err
		}
	}
	return revision{}, fmt.Errorf("--against tag:%s: there is no such tag: %s", name, r.fetchTags(ctx, "run `git fetch --tags`"))
}

func cutWord(name string) (prefix, word string) {
	for _, word := range []string{"latest", "previous"} {
		if prefix, ok := strings.CutSuffix(name, word); ok {
			return prefix, word
		}
	}
	return "", ""
}

func (r gitRepository) fetchTags(ctx context.Context, otherwise string) string {
	if r.isShallow(ctx) {
		return "this clone is shallow; run `git fetch --unshallow --tags` (in GitHub Actions: fetch-depth: 0)"
	}
	return otherwise
}

// release is a tag that is a semantic version.
type release struct {
	tag, commit string
	prerelease  bool
	order       []string // the numbers, by which releases are ordered, and the parts of a prerelease
}

// newest returns the newest release; prereleases count only where there is nothing else.
func (r gitRepository) newest(ctx context.Context, prefix, word string) (revision, error) {
	head, err := r.find(ctx, "HEAD")
	if err != nil || head == "" {
		return revision{}, cmp.Or(err, ErrNoCommit)
	}
	text, err := r.run(ctx, "for-each-ref", "--merged="+head, "--format=%(refname:lstrip=2) %(objectname) %(*objectname)", "refs/tags")
	if err != nil {
		return revision{}, err
	}
	var found []release
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		at := parseRelease(fields[0], prefix, fields[len(fields)-1])
		if at.order != nil && !(word == "previous" && at.commit == head) {
			found = append(found, at)
		}
	}
	if len(found) == 0 {
		return revision{}, fmt.Errorf("--against tag:%s%s: no tag in the history of HEAD is a version such as %sv1.2.0: %s",
			prefix, word, prefix, r.fetchTags(ctx, "run `git fetch --tags`, or name what to compare with: --against tag:NAME"))
	}
	best := slices.MaxFunc(found, compareReleases)
	at := revision{commit: best.commit}.named("tag:" + best.tag)
	if best.commit == head {
		at.note = best.tag + " is the commit that you stand on, so only what is not committed is compared; the release before it is tag:" + prefix + "previous"
	}
	return at, nil
}

// parseRelease reads a tag as a semantic version (https://semver.org) after a prefix. It has no
// order if it is none.
func parseRelease(tag, prefix, commit string) release {
	version, ok := strings.CutPrefix(tag, prefix)
	grammar := regexp.MustCompile(`^v?(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$`)
	parts := grammar.FindStringSubmatch(version)
	if !ok || parts == nil {
		return release{}
	}
	at := release{tag: tag, commit: commit, prerelease: parts[4] != "", order: parts[1:4]}
	if at.prerelease {
		at.order = append(slices.Clone(at.order), strings.Split(parts[4], ".")...)
	}
	return at
}

// compareReleases orders any prerelease before any release, and else as semantic versions are.
func compareReleases(a, b release) int {
	if a.prerelease != b.prerelease {
		if a.prerelease {
			return -1
		}
		return 1
	}
	return cmp.Or(slices.CompareFunc(a.order, b.order, compareIdentifiers), strings.Compare(a.tag, b.tag))
}

// compareIdentifiers orders numbers by their values, before words, and words by their bytes.
func compareIdentifiers(a, b string) int {
	switch aNumber, bNumber := isNumber(a), isNumber(b); {
	case aNumber && bNumber:
		a, b = strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
		return cmp.Or(len(a)-len(b), strings.Compare(a, b))
	case aNumber:
		return -1
	case bNumber:
		return 1
	}
	return strings.Compare(a, b)
}

func isNumber(text string) bool { return strings.Trim(text, "0123456789") == "" && text != "" }
