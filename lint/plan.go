package lint

import (
	"errors"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// plan says which rules hold in which file. It does not change while rules run.
type plan struct {
	files   map[*source.File]*profile
	ignored *profile // of files that are only there because others import them: no rule
}

type planner struct {
	plan
	set      *Set
	choose   func(path string) *config.Profile
	bound    map[*config.Profile]*profile
	custom   customRules
	problems []error
}

// newPlan binds each profile once, so that a wrong option is said once and before the run.
func newPlan(apis []*spec.API, set *Set, choose func(string) *config.Profile) (*plan, error) {
	p := planner{
		plan: plan{files: map[*source.File]*profile{}, ignored: &profile{words: words.English()}},
		set:  set, choose: choose, bound: map[*config.Profile]*profile{}, custom: customRules{},
	}
	for _, api := range apis {
		for _, file := range filesOf(api) {
			p.add(file, api.Imported)
		}
	}
	return &p.plan, errors.Join(p.problems...)
}

func filesOf(api *spec.API) []*source.File {
	var files []*source.File
	if api.Root != nil {
		files = append(files, api.Root)
	}
	for _, document := range api.Documents {
		if document.File != nil && document.File != api.Root {
			files = append(files, document.File)
		}
	}
	return files
}

func (p *planner) add(file *source.File, imported bool) {
	if imported {
		if p.files[file] == nil {
			p.files[file] = p.ignored
		}
		return
	}
	chosen := p.choose(file.Path)
	if p.bound[chosen] == nil {
		made, err := p.set.bind(chosen, p.custom)
		p.bound[chosen] = made
		if err != nil {
			p.problems = append(p.problems, err)
		}
	}
	p.files[file] = p.bound[chosen]
}

// profile returns what holds in the file. Elements that no file declares go by their API's root.
func (p *plan) profile(file *source.File, api *spec.API) *profile {
	if found := p.files[file]; found != nil {
		return found
	}
	if found := p.files[api.Root]; found != nil {
		return found
	}
	return p.ignored
}

// profiles returns the different profiles of the API's files, in the order of the files.
func (p *plan) profiles(api *spec.API) []*profile {
	var profiles []*profile
	seen := map[*profile]bool{}
	for _, file := range filesOf(api) {
		if found := p.files[file]; !seen[found] {
			seen[found] = true
			profiles = append(profiles, found)
		}
	}
	return profiles
}
