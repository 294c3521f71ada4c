"""The notebook a user would otherwise write, as a script: ``python -m benchmarks.plain_notebook``.

jieba cuts, scikit-learn weighs and clusters, one cloud and one bar chart are drawn. When a file
is added it does everything again.
"""

from __future__ import annotations

import sys
from pathlib import Path


def main(plans: Path, out: Path, font: Path) -> None:
    """Read, cut, weigh, cluster and draw."""
    import jieba  # noqa: PLC0415 - its start is part of what it costs
    import matplotlib as mpl  # noqa: PLC0415

    mpl.use("Agg")
    import matplotlib.pyplot as plt  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415
    from sklearn.cluster import KMeans  # noqa: PLC0415
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
    from wordcloud import WordCloud  # noqa: PLC0415

    out.mkdir(parents=True, exist_ok=True)
    names = sorted(path.name for path in plans.glob("*.txt"))
    texts = [(plans / name).read_text(encoding="utf-8") for name in names]
    words = [jieba.lcut(text) for text in texts]
    joined = [" ".join(cut) for cut in words]
    vectorizer = TfidfVectorizer(max_features=5000)
    weights = vectorizer.fit_transform(joined)
    clusters = KMeans(n_clusters=min(8, len(names)), n_init=10, random_state=0).fit(weights)
    asked = ["乡村振兴", "招商引资", "共同富裕"]
    table = pd.DataFrame({word: [cut.count(word) for cut in words] for word in asked}, index=names)
    table["cluster"] = clusters.labels_
    table.to_csv(out / "keywords.csv")
    cloud = WordCloud(font_path=str(font), width=1600, height=1000, background_color="white")
    cloud.generate(" ".join(joined)).to_file(str(out / "cloud.png"))
    mean = weights.mean(axis=0).A1
    top = mean.argsort()[::-1][:20]
    mpl.font_manager.fontManager.addfont(str(font))
    family = mpl.font_manager.FontProperties(fname=str(font)).get_name()
    with plt.rc_context({"font.family": family}):
        fig, ax = plt.subplots(figsize=(8, 6))
        ax.barh([vectorizer.get_feature_names_out()[i] for i in top], mean[top])
        fig.savefig(out / "terms.png", dpi=300)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
