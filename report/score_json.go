package report

// jsonScore is a Score as JSON has it. What is about an earlier version is null where none was compared.
type jsonScore struct {
	Since string          `json:"since"`
	Parts []jsonScorePart `json:"parts"`
}

type jsonScorePart struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Nouns string `json:"nouns"`
	Tally
	Before *Tally          `json:"before"`
	Rules  []jsonScoreRule `json:"rules"`
}

type jsonScoreRule struct {
	ID string `json:"id"`
	ScoreCount
	Suppressed int         `json:"suppressed"`
	Before     *ScoreCount `json:"before"`
}

func (d *document) jsonScore(s *Score) {
	if s == nil {
		return
	}
	made := jsonScoreOf(s)
	d.raw(",\n  \"score\": {\n    \"since\": ")
	d.value(made.Since)
	d.raw(",\n    \"parts\": [")
	d.elements("      ", len(made.Parts), func(i int) any { return made.Parts[i] })
	d.raw("\n  }")
}

func jsonScoreOf(s *Score) *jsonScore {
	made := &jsonScore{Since: s.Since, Parts: []jsonScorePart{}}
	for _, p := range s.Parts {
		part := jsonScorePart{Name: p.Name, Title: p.Title, Nouns: p.Nouns, Tally: p.Now, Rules: []jsonScoreRule{}}
		if s.Since != "" {
			part.Before = &p.Was
		}
		for _, r := range p.Rules {
			rule := jsonScoreRule{ID: r.ID, ScoreCount: r.Now, Suppressed: r.Suppressed}
			if s.Since != "" {
				rule.Before = &r.Was
			}
			part.Rules = append(part.Rules, rule)
		}
		made.Parts = append(made.Parts, part)
	}
	return made
}

// score reads back what JSON has printed.
func (j *jsonScore) score() *Score {
	if j == nil {
		return nil
	}
	s := &Score{Since: j.Since}
	for _, p := range j.Parts {
		part := ScorePart{Name: p.Name, Title: p.Title, Nouns: p.Nouns, Now: p.Tally}
		if p.Before != nil {
			part.Was = *p.Before
		}
		for _, r := range p.Rules {
			rule := ScoreRule{ID: r.ID, Now: r.ScoreCount, Suppressed: r.Suppressed}
			if r.Before != nil {
				rule.Was = *r.Before
			}
			part.Rules = append(part.Rules, rule)
		}
		s.Parts = append(s.Parts, part)
	}
	return s
}
